import pytest

from projects.models import Project, State
from tests.factories.projects import MOOD, TEXT, make_project

URL = "/api/v1/projects"


def new(workspace="acme", **settings):
    return {"workspace": workspace, "name": "Moods", "fields": [TEXT], "questions": [MOOD]} | settings


def test_a_project_is_made_and_read_again(api, acme, otto):
    made = api(otto).post(URL, new(overlap=5, guidelines=" Be *kind*.\n"), format="json")

    assert made.status_code == 201
    body = made.json()
    assert body == api(otto).get(f"{URL}/{body['id']}").json()
    assert (body["workspace"], body["role"], body["state"], body["overlap"]) == (
        "acme",
        "organizer",
        "draft",
        5,
    )
    assert body["guidelines"] == " Be *kind*.\n"
    assert body["fields"] == [TEXT | {"settings": {"markdown": False}, "required": True}]
    assert body["questions"][0]["settings"]["options"][1]["value"] == "bad"


def test_what_is_read_can_be_sent_back(api, acme, olga):
    project = make_project(acme, olga, records=1)
    body = api(olga).get(f"{URL}/{project.pk}").json()
    changes = {name: body[name] for name in ("name", "overlap", "fields", "questions")}

    assert api(olga).patch(f"{URL}/{project.pk}", changes, format="json").json() == body


def test_problems_of_the_schema_have_their_place(api, acme, olga):
    answer = api(olga).post(URL, new(questions=[MOOD, {"name": "x", "kind": "y"}]), format="json")

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:quorum:bad-settings")
    assert answer.json()["problems"][0]["path"] == ["questions", 1, "kind"]


@pytest.mark.parametrize("body", [new(name=""), new(overlap=0), new(fields="text"), {"name": "x"}, []])
def test_a_body_that_does_not_fit_is_refused(api, acme, olga, body):
    answer = api(olga).post(URL, body, format="json")

    assert (answer.status_code, answer.json()["type"]) == (400, "urn:quorum:invalid")
    assert not Project.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("rita", 403), ("ann", 403), ("zoe", 404)])
def test_only_managers_make_projects(request, api, acme, who, status):
    assert api(request.getfixturevalue(who)).post(URL, new(), format="json").status_code == status
    assert not Project.objects.exists()


def test_the_list_has_what_one_may_see_and_can_be_narrowed(
    api, acme, zoo, olga, zoe, ann, django_assert_max_num_queries
):
    running = make_project(acme, olga)
    draft = make_project(acme, olga, state=State.DRAFT)
    make_project(zoo, zoe)

    def ids(user, query=""):
        return [project["id"] for project in api(user).get(f"{URL}{query}").json()["results"]]

    assert ids(olga) == [running.pk, draft.pk]
    assert ids(ann) == [running.pk]
    assert ids(olga, "?state=draft") == [draft.pk]
    assert ids(zoe, "?workspace=acme") == []
    with django_assert_max_num_queries(3):
        ids(olga)


def test_a_campaign_is_moved_from_state_to_state(api, acme, olga):
    project = make_project(acme, olga, state=State.DRAFT)
    path = f"{URL}/{project.pk}"

    refused = api(olga).post(f"{path}/start")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:quorum:not-ready")
    api(olga).post(f"{path}/records", [{"text": "x"}], format="json")
    for move, state in {
        "start": "running",
        "pause": "paused",
        "resume": "running",
        "finish": "finished",
        "reopen": "running",
    }.items():
        assert api(olga).post(f"{path}/{move}").json()["state"] == state
    wrong = api(olga).post(f"{path}/resume")
    assert (wrong.status_code, wrong.json()["detail"]) == (
        409,
        "A project that is running cannot be resumed.",
    )


def test_a_draft_is_deleted(api, acme, olga):
    project = make_project(acme, olga, state=State.DRAFT)

    assert api(olga).delete(f"{URL}/{project.pk}").status_code == 204
    assert api(olga).get(f"{URL}/{project.pk}").status_code == 404


def test_annotators_read_what_they_are_asked_and_change_nothing(api, acme, olga, ann):
    project = make_project(acme, olga, records=1)
    path = f"{URL}/{project.pk}"

    assert api(ann).get(path).json()["role"] == "annotator"
    assert api(ann).patch(path, {"overlap": 1}, format="json").status_code == 403
    assert api(ann).post(f"{path}/pause").status_code == 403
    assert api(ann).delete(path).status_code == 403
    project.refresh_from_db()
    assert (project.overlap, project.state) == (3, State.RUNNING)
