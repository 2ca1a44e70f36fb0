import pytest
from django.utils import timezone

from projects.models import Project, State
from projects.presets import PRESETS
from tests.factories.projects import make_project

FIELD = {"fields": "0", "fields-0-title": "The text", "fields-0-kind": "text", "fields-0-required": "on"}
QUESTION = {
    "questions": "0",
    "questions-0-title": "Mood?",
    "questions-0-kind": "label",
    "questions-0-required": "on",
    "questions-0-label-options": "good = Good one\r\nbad",
}
PLAIN = {"name": "Moods", "guidelines": "", "overlap": 2, "lease_minutes": 30, "queue_depth": 5}


def text(response):
    return response.content.decode()


@pytest.fixture
def signed_in(client, olga):
    client.force_login(olga)
    return client


def sent(workspace, **changes):
    return {"workspace": workspace.pk} | PLAIN | FIELD | QUESTION | changes


def test_a_project_is_made_from_the_form(signed_in, acme):
    response = signed_in.post("/projects/new/", sent(acme))

    project = Project.objects.get()
    assert response["Location"] == f"/projects/{project.pk}/import/"
    assert (project.name, project.overlap, project.state) == ("Moods", 2, State.DRAFT)
    assert [(field.name, field.title) for field in project.fields.all()] == [("the_text", "The text")]
    assert [option.text for option in project.questions.get().options.options] == ["Good one", "bad"]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_shown_and_can_be_saved(signed_in, acme, preset):
    page = signed_in.get(f"/projects/new/?preset={preset}").context["form"]
    data = {"workspace": acme.pk, **PLAIN, "fields": [], "questions": []}
    for what, rows in (("fields", page.fields.rows), ("questions", page.questions.rows)):
        for row in rows:
            data[what].append(row.index)
            for form in (row, *row.settings):
                for bound in form:
                    value = bound.field.prepare_value(bound.value())
                    if value is not False and value is not None:
                        data[bound.html_name] = "on" if value is True else value

    assert signed_in.post("/projects/new/", data).status_code == 302
    project = Project.objects.get()
    assert [field.name for field in project.fields.all()] == [f["name"] for f in PRESETS[preset].fields]
    assert [q.name for q in project.questions.all()] == [q["name"] for q in PRESETS[preset].questions]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"questions-0-label-options": "good"}, "must have at least 2 entries"),
        ({"questions-0-label-options": "good\nbad\ngood"}, "the value “good” appears twice"),
        ({"fields-0-name": "Bad Name"}, "Use lower-case letters"),
        ({"fields-0-name": "overlap"}, "has a meaning of its own"),
        ({"fields-0-kind": "hologram"}, "Select a valid choice"),
        ({"overlap": 0}, "greater than or equal to 1"),
        ({"name": ""}, "This field is required"),
        ({"name": "Taken"}, "The name “Taken” is taken"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(signed_in, acme, olga, changes, message):
    make_project(acme, olga, name="Taken")
    response = signed_in.post("/projects/new/", sent(acme, **changes))

    assert response.status_code == 422
    assert message in text(response)
    assert "Mood?" in text(response)
    assert Project.objects.count() == 1


def test_rows_are_kept_in_order_left_out_when_empty_and_removed_when_ticked(signed_in, acme):
    rows = {
        "fields": ["3", "0", "1", "2", "x"],
        "fields-3-title": "Third",
        "fields-3-kind": "text",
        "fields-1-title": "Gone",
        "fields-1-kind": "text",
        "fields-1-remove": "on",
        "fields-2-title": "",
        "fields-2-kind": "text",
    }
    signed_in.post("/projects/new/", sent(acme, **rows))

    assert [field.name for field in Project.objects.get().fields.all()] == ["third", "the_text"]


def test_an_annotator_without_a_workspace_of_theirs_is_told_to_make_one(client, acme, ann):
    client.force_login(ann)

    assert client.get("/projects/new/")["Location"] == "/workspaces/"


def test_somebody_elses_workspace_cannot_be_chosen(signed_in, acme, zoo):
    assert signed_in.post("/projects/new/", sent(zoo)).status_code == 422
    assert not Project.objects.exists()


def test_settings_are_shown_and_saved(signed_in, acme, olga):
    project = make_project(acme, olga, name="<b>Bold</b>")
    path = f"/projects/{project.pk}/settings/"
    page = text(signed_in.get(path))
    assert "<b>Bold</b>" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page

    assert signed_in.post(path, sent(acme, overlap=8)).status_code == 302
    project.refresh_from_db()
    assert (project.overlap, project.fields.get().name) == (8, "the_text")


def test_frozen_questions_are_said_to_be(signed_in, acme, olga):
    project = make_project(acme, olga)
    Project.objects.update(answered_at=timezone.now())
    more = {"questions-0-label-options": "good\nbad\nugly"}
    response = signed_in.post(f"/projects/{project.pk}/settings/", sent(acme, **more))

    assert response.status_code == 422
    assert "The questions cannot change any more" in text(response)


def test_a_draft_is_deleted_and_a_project_with_records_is_not(signed_in, acme, olga):
    draft = make_project(acme, olga, state=State.DRAFT)
    kept = make_project(acme, olga, state=State.DRAFT, records=1)

    assert signed_in.post(f"/projects/{draft.pk}/delete/")["Location"] == "/"
    assert signed_in.post(f"/projects/{kept.pk}/delete/")["Location"] == f"/projects/{kept.pk}/settings/"
    assert list(Project.objects.all()) == [kept]


def test_the_buttons_move_the_project(signed_in, acme, olga):
    project = make_project(acme, olga, state=State.DRAFT, records=1)
    for move, state in {
        "start": "running",
        "pause": "paused",
        "resume": "running",
        "finish": "finished",
        "reopen": "running",
    }.items():
        assert signed_in.post(f"/projects/{project.pk}/{move}/")["Location"] == f"/projects/{project.pk}/"
        project.refresh_from_db()
        assert project.state == state


def test_a_button_that_does_not_fit_says_why(signed_in, acme, olga):
    project = make_project(acme, olga, state=State.DRAFT)
    page = text(signed_in.post(f"/projects/{project.pk}/start/", follow=True))

    assert "The project cannot start: it needs a record." in page
