"""Controls under threads: nobody meets one twice, no cap is exceeded, and nobody is let in for want of a lock."""

from functools import partial
from random import Random

import pytest

from labeling.actions import control as controls
from labeling.actions.assignment import Opened, Reason, open_next, skip
from labeling.errors import ControlInUse
from labeling.models import Assignment, Control, Queue, Response, Sanction
from projects.models import Record
from tests.factories.controls import add_controls, control, set_policy
from tests.factories.labeling import audited, make_annotators, opened, row, submit
from tests.factories.projects import make_project
from tests.races.threads import each, together

pytestmark = pytest.mark.django_db(transaction=True)


def shift(project, annotator):
    dice = Random(annotator.pk)
    for _ in range(200):
        got = open_next(project, annotator=annotator)
        if not isinstance(got, Opened):
            return got
        if dice.random() < 0.1:
            skip(row(got), reason="x")
        else:
            submit(project, got, dice.choice(["good", "bad"]))
    return None


def test_the_cap_holds_and_nobody_meets_a_control_twice(acme, olga):
    project = make_project(acme, olga, records=60, overlap=5)
    add_controls(project, 12)
    project = set_policy(project, insertion={"initial": 0.5, "evidence": 1000}, watch={"exposures": 7})
    crowd = make_annotators(acme, 16)

    each(lambda annotator: shift(project, annotator), crowd)

    dealt = Assignment.objects.filter(purpose="control").values_list("record", "annotator")
    assert len(dealt) == len(set(dealt))
    assert max(Control.objects.values_list("exposures", flat=True)) == 7
    assert audited(project) == []


def test_all_who_qualify_at_once_get_their_round(acme, olga):
    """As many controls as one round has: whoever finds them locked waits, and is not let in without."""
    project = make_project(acme, olga, records=5)
    add_controls(project, 4)
    project = set_policy(project, qualification={"controls": 4, "needed": 3})
    crowd = make_annotators(acme, 12)

    each(lambda annotator: open_next(project, annotator=annotator), crowd)

    assert set(Assignment.objects.values_list("purpose", flat=True)) == {"qualification"}
    assert Assignment.objects.count() == 48
    assert set(Control.objects.values_list("exposures", flat=True)) == {12}
    assert not Sanction.objects.exists()
    assert audited(project) == []


def test_a_cap_that_is_reached_meanwhile_is_kept(acme, olga):
    project = make_project(acme, olga, records=20, overlap=20)
    add_controls(project, 4)
    project = set_policy(project, qualification={"controls": 4, "needed": 3}, watch={"exposures": 5})
    crowd = make_annotators(acme, 12)

    each(lambda annotator: open_next(project, annotator=annotator), crowd)

    assert set(Control.objects.values_list("exposures", flat=True)) == {5}
    assert Queue.objects.filter(stage="qualifying").count() == 5
    assert Sanction.objects.filter(kind="notice").count() == 7
    assert audited(project) == []


def test_submitting_while_the_answers_are_edited(acme, olga):
    project = make_project(acme, olga, records=10, overlap=10)
    add_controls(project, 1)
    project = set_policy(project, insertion={"initial": 1.0})
    crowd = make_annotators(acme, 8)
    got = {person.pk: opened(project, person) for person in crowd}
    assert {row(one).purpose for one in got.values()} == {"control"}
    found = control(project, "c1")

    acts = [lambda person=person: submit(project, got[person.pk], "good") for person in crowd]
    edits = [
        lambda mood=mood: controls.edit(found, answers={"mood": mood}) for mood in ("bad", "good", "bad")
    ]
    together(*acts, *edits)

    assert audited(project) == []
    right = control(project, "c1").accepted == {"mood": ["good"]}
    assert set(Response.objects.values_list("passed", flat=True)) == {right}


def test_submitting_while_it_becomes_work_again(acme, olga):
    """Either somebody was graded, and it stays a control, or everybody's answer is work."""
    for attempt in range(5):
        project = make_project(acme, olga, records=20, overlap=3)
        add_controls(project, 1)
        project = set_policy(project, insertion={"initial": 1.0})
        crowd = make_annotators(acme, 4, prefix=f"crowd{attempt}-")
        got = {person.pk: opened(project, person) for person in crowd}
        found = control(project, "c1")

        acts = [partial(submit, project, one) for one in got.values()]
        *_, unmarked = together(*acts, partial(controls.unmark, found))

        graded = Response.objects.filter(project=project, passed__isnull=False).exists()
        assert graded == isinstance(unmarked, ControlInUse)
        assert Response.objects.filter(project=project, record=found.pk).count() == 4
        assert audited(project) == []


def test_marking_while_it_is_dealt(acme, olga):
    project = make_project(acme, olga, records=6, overlap=4)
    crowd = make_annotators(acme, 6)
    names = list(Record.objects.filter(project=project).order_by("pk"))[:3]

    outcomes = together(
        *[lambda annotator=annotator: shift(project, annotator) for annotator in crowd],
        *[lambda record=record: controls.mark(record, by=olga, answers={"mood": "good"}) for record in names],
    )

    assert [type(one) for one in outcomes[-3:]] == [Control] * 3
    for annotator in crowd:
        while shift(project, annotator) == Reason.WAITING:
            pass
    assert audited(project) == []
