"""The standings over HTTP: all of them to reviewers, to annotators what the policy shows, and nothing of controls."""

import pytest

from labeling.handles import handle
from labeling.models import Progress, Standing
from tests.factories.controls import add_controls, control, make_check, set_policy
from tests.factories.labeling import answer, api, give, opened, ranked, row, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"
NONE = {"initial": 0, "settled": 0, "floor": 0, "warned": 0}


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    project = make_project(acme, olga, records=6, overlap=3)
    give(project, ann, r1="good", r2="bad")
    give(project, ben, r1="good", r2="good")
    ranked(project)
    return project


def get(user, project, path="leaderboard"):
    answer = api(user).get(f"/api/v1/projects/{project.pk}/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_names_handles_and_oneself(project, ann, ben):
    ben.handle = "The Falcon"
    ben.save()
    rows = get(ann, project)
    assert [(row["handle"], row["you"], row["counted"], row["rank"]) for row in rows] == [
        ("ann", True, 2, None), ("The Falcon", False, 2, None),
    ]  # fmt: skip


def test_what_a_standing_rests_on_is_for_reviewers(project, ann, rita):
    """Who saw it after each answer would learn what the others had said, and which record was a control."""
    evidence = {
        "score",
        "agreed",
        "compared",
        "median_seconds",
        "last_at",
        "parts",
        "graded",
        "passed",
        "excluded",
    }

    assert all(evidence <= row.keys() for row in get(rita, project))
    assert all(row.keys() == {"rank", "handle", "you", "counted"} for row in get(ann, project))
    assert get(rita, project)[0]["parts"]["labels"] == 2


def test_made_up_handles_where_the_policy_says_so(project, ann, ben, rita):
    set_policy(project, standings={"names": "handles"})
    ben.handle = "Ben Johnson"
    ben.save()
    rows = get(ann, project)
    assert {row["handle"] for row in rows} == {handle(project.pk, ann.pk), handle(project.pk, ben.pk)}
    assert {"Ben Johnson", "ben", "ann"}.isdisjoint(str(row["handle"]) for row in rows)
    assert {(row["annotator"], row["handle"]) for row in get(rita, project)} == {
        (who.username, handle(project.pk, who.pk)) for who in (ann, ben)
    }


@pytest.mark.parametrize(
    ("shown", "keys", "others"),
    [
        ("own", {"rank", "handle", "you", "counted"}, 0),
        ("ranks", {"rank", "handle", "you", "counted"}, 1),
        ("points", {"rank", "handle", "you", "counted", "points"}, 1),
    ],
)
def test_the_policy_says_what_annotators_see(project, ann, shown, keys, others):
    set_policy(project, standings={"shown": shown, "least": 1})
    ranked(project)
    rows = get(ann, project)
    assert sum(not row["you"] for row in rows) == others
    assert all(row.keys() == keys for row in rows)
    assert {row["rank"] is None for row in rows} == {shown == "own"}


def seen(project, user):
    """All that annotators are told in figures, but for the time of the batch and their own speed."""
    found = {path: get(user, project, path) for path in ("leaderboard", "progress")}
    ranked_at = Progress.objects.get(project=project).ranked_at
    assert ranked_at
    assert found["progress"].pop("updated_at") == ranked_at.strftime(STAMP)
    got = api(user).post(f"/api/v1/projects/{project.pk}/next").json()["standing"]
    return found | {"own": got | {"median_seconds": None}}


@pytest.mark.parametrize("mood", ["good", "bad"])
@pytest.mark.parametrize("shown", ["ranks", "points"])
def test_a_control_looks_like_work_in_every_figure(acme, olga, ann, ben, cem, shown, mood):
    """Two campaigns that differ in this alone: what Ann answers last is a record here, and a control there."""
    told = []
    for checked in (False, True):
        project = make_project(acme, olga, records=6, overlap=3)
        set_policy(project, standings={"shown": shown, "least": 1}, insertion=NONE)
        add_controls(project, 1)
        give(project, ann, r1="good")
        give(project, ben, r1="good")
        ranked(project)
        before = seen(project, ann)
        others = seen(project, ben)
        if checked:
            make_check(control(project, "c1"), ann)
        last = control(project, "c1").record_id if checked else None
        got = row(opened(project, ann)) if not checked else ann.assignments.get(record=last)
        receipt = submit(project, got, mood)
        settle(project)
        after = seen(project, ann)
        told.append((before, after, others == seen(project, ben), receipt.counted))
    work, check = told
    assert work == check
    before, after, unmoved, counted = work
    assert after["own"]["counted"] == before["own"]["counted"] + 1
    assert unmoved
    assert counted


def test_annotators_see_progress_in_batches(project, ann, ben, cem, rita):
    assert get(ann, project, "progress").keys() == {"records", "complete", "updated_at"}
    give(project, cem, r1="good")
    settle(project)
    assert get(ann, project, "progress")["complete"] == 0
    assert get(rita, project, "progress")["complete"] == 1
    told = api(ann).post(f"/api/v1/projects/{project.pk}/next").json()["standing"]["campaign"]
    assert told == {"records": 6, "complete": 0}
    ranked(project)
    assert get(ann, project, "progress")["complete"] == 1
    assert get(ann, project, "progress")["updated_at"]


def test_newcomers_are_shown_to_others_with_the_next_batch(project, ann, cem):
    answer(project, cem)
    settle(project)
    assert [row["handle"] for row in get(ann, project)] == ["ann", "ben"]
    assert [row["handle"] for row in get(cem, project) if row["you"]] == ["cem"]
    ranked(project)
    assert [row["handle"] for row in get(ann, project)] == ["ann", "ben", "cem"]


def test_before_the_first_batch(acme, olga, ann):
    project = make_project(acme, olga, records=2)
    assert get(ann, project) == []
    assert get(ann, project, "progress") == {"records": 0, "complete": 0, "updated_at": None}
    assert not Progress.objects.filter(project=project, ranked_at__isnull=False).exists()
    assert not Standing.objects.exists()
