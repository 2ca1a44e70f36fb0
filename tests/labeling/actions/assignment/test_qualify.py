"""Qualification: a round of controls before the first record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions.assignment import Opened, Reason, expire, open_next, release, skip
from labeling.actions.response import undo
from labeling.errors import NothingToUndo
from labeling.models import Assignment, Control, Queue, Response, Sanction
from tests.factories.controls import add_controls, control, set_policy
from tests.factories.labeling import answer, api, audited, opened, row, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

NEVER = {"initial": 0.0, "settled": 0.0, "floor": 0.0}


@pytest.fixture
def make(acme, olga):
    def make(pool=8, **qualification):
        project = make_project(acme, olga, records=5, overlap=2)
        add_controls(project, pool, explanation="It says so.")
        asked = {"controls": 3, "needed": 2, "rounds": 2} | qualification
        return set_policy(project, qualification=asked, insertion=NEVER)

    return make


def stage(annotator):
    return Queue.objects.get(annotator=annotator).stage


def go_through(project, annotator, *moods):
    return [answer(project, annotator, mood) for mood in moods]


def test_who_passes_gets_work(make, ann):
    project = make()
    for mood in ("good", "bad", "good"):
        got = opened(project, ann)
        assert row(got).purpose == "qualification"
        assert stage(ann) == "qualifying"
        submit(project, got, mood)
    assert row(opened(project, ann)).purpose == "work"
    assert stage(ann) == "working"
    assert Response.objects.filter(counted=True).count() == 0
    assert audited(project) == []


def test_who_fails_tries_again_with_other_controls(make, ann):
    project = make()
    go_through(project, ann, "bad", "bad", "good")
    first = set(Assignment.objects.values_list("record", flat=True))
    go_through(project, ann, "good", "good", "bad")
    assert row(opened(project, ann)).purpose == "work"
    second = set(Assignment.objects.filter(purpose="qualification").values_list("record", flat=True)) - first
    assert (len(first), len(second)) == (3, 3)
    assert Queue.objects.get(annotator=ann).rounds == 2
    assert audited(project) == []


def test_who_fails_every_round_is_rejected(make, ann):
    project = make()
    go_through(project, ann, *["bad"] * 6)
    assert open_next(project, annotator=ann) == Reason.REJECTED
    assert open_next(project, annotator=ann) == Reason.REJECTED
    assert stage(ann) == "rejected"
    assert not Assignment.objects.filter(purpose="work").exists()
    assert audited(project) == []


def test_what_is_passed_over_is_not_right(make, ann):
    project = make(rounds=1)
    for _ in range(2):
        skip(row(opened(project, ann)), reason="x")
    answer(project, ann)
    assert open_next(project, annotator=ann) == Reason.REJECTED


def test_what_lapses_comes_again_and_belongs_to_its_round(make, ann):
    project = make(rounds=1)
    release(row(opened(project, ann)))
    opened(project, ann)
    expire(now=timezone.now() + timedelta(days=1))
    go_through(project, ann, "good", "good", "good")
    assert row(opened(project, ann)).purpose == "work"
    assert Assignment.objects.filter(purpose="qualification").count() == 3
    assert set(Control.objects.filter(exposures__gt=0).values_list("exposures", flat=True)) == {1}
    assert audited(project) == []


def test_each_answer_is_explained(make, ann):
    project = make()
    wrong, right = go_through(project, ann, "bad", "good")
    assert wrong.feedback
    assert right.feedback
    assert (wrong.feedback.passed, right.feedback.passed) == (False, True)
    assert (wrong.feedback.accepted, wrong.feedback.explanation) == ({"mood": ["good"]}, "It says so.")
    got = opened(project, ann)
    first, again = submit(project, got, "bad", key="k"), submit(project, got, "bad", key="k")
    assert first.feedback == again.feedback
    assert first == again


def test_over_http_the_feedback_comes_with_the_receipt_and_not_with_work(make, ann):
    project = make(rounds=1)
    client = api(ann)

    def send(mood):
        got = client.post(f"/api/v1/projects/{project.pk}/next").json()["assignment"]
        body = {"values": {"mood": mood}}
        address = f"/api/v1/assignments/{got['id']}/submit"
        return client.post(address, body, content_type="application/json").json()["response"]

    assert send("bad")["feedback"] == {
        "passed": False,
        "accepted": {"mood": ["good"]},
        "explanation": "It says so.",
    }
    send("good")
    send("good")
    assert "feedback" not in send("good")
    assert row(opened(project, ann)).purpose == "work"


def test_without_feedback_nothing_is_told(make, ann):
    project = make(feedback=False)
    [receipt] = go_through(project, ann, "bad")
    assert (receipt.feedback, receipt.counted) == (None, True)


def test_what_was_explained_is_not_taken_back(make, ann):
    project = make()
    go_through(project, ann, "bad")
    with pytest.raises(NothingToUndo):
        undo(project, annotator=ann)
    assert Response.objects.get().passed is False


def test_what_was_not_explained_may_be(make, ann):
    project = make(feedback=False)
    go_through(project, ann, "bad")
    got = undo(project, annotator=ann)
    assert row(got).purpose == "qualification"
    submit(project, got, "good")
    assert Response.objects.get().passed is True
    assert audited(project) == []


def test_with_too_few_controls_people_work_and_the_reviewers_are_told(make, ann):
    project = make(pool=2)
    assert row(opened(project, ann)).purpose == "work"
    [notice] = Sanction.objects.all()
    assert (notice.kind, notice.annotator) == ("notice", ann)
    assert notice.evidence == {"qualification": "too few controls", "wanted": 3}
    assert set(Control.objects.values_list("exposures", flat=True)) == {0}
    opened(project, ann)
    assert Sanction.objects.count() == 1
    assert audited(project) == []


def test_too_few_for_another_round_let_nobody_in_who_failed_the_first(make, ann):
    project = make(pool=5)
    go_through(project, ann, "bad", "bad", "bad")
    assert open_next(project, annotator=ann) == Reason.REJECTED
    assert Sanction.objects.filter(kind="notice").count() == 1


def test_spent_controls_are_not_dealt_for_it(make, ann, ben):
    project = make(pool=3)
    project = set_policy(
        project, qualification={"controls": 3, "needed": 2}, watch={"exposures": 1}, insertion=NEVER
    )
    assert row(opened(project, ann)).purpose == "qualification"
    assert row(opened(project, ben)).purpose == "work"


def test_no_qualification_any_more_lets_everybody_in(make, ann):
    project = make()
    go_through(project, ann, "bad", "bad", "bad")
    project = set_policy(project, insertion=NEVER)
    assert row(opened(project, ann)).purpose == "work"
    assert stage(ann) == "working"


def test_whoever_worked_before_it_was_asked_for_goes_on(make, acme, olga, ann):
    project = make_project(acme, olga, records=5)
    answer(project, ann)
    add_controls(project, 5)
    project = set_policy(project, qualification={"controls": 3, "needed": 2}, insertion=NEVER)
    assert row(opened(project, ann)).purpose == "work"


def test_the_controls_of_a_round_are_not_met_again_at_work(make, ann):
    project = make(pool=4)
    project = set_policy(
        project,
        qualification={"controls": 3, "needed": 2},
        insertion={"initial": 1.0, "settled": 1.0, "floor": 1.0},
    )
    while isinstance(got := open_next(project, annotator=ann), Opened):
        submit(project, got)
    purposes = [a.purpose for a in Assignment.objects.filter(record__withheld=True)]
    assert sorted(purposes) == ["control", "qualification", "qualification", "qualification"]
    assert {c.exposures for c in Control.objects.all()} == {1}
    assert control(project, "c1").answered in (0, 1)
    assert audited(project) == []
