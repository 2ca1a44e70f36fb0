from datetime import timedelta

import pytest

from labeling.actions import control as controls
from labeling.actions import exclusion
from labeling.actions.assignment import flag, skip
from labeling.actions.exclusion.scope import Scope
from labeling.actions.response import undo
from labeling.models import Response, Standing
from tests.factories.controls import add_controls, control, make_check
from tests.factories.labeling import answer, audited, give, opened, row, settle, submit

pytestmark = pytest.mark.django_db


def standing(who):
    return Standing.objects.get(annotator=who)


def test_counts(project, ann, ben):
    give(project, ann, r1="good", r2="good")
    skip(row(opened(project, ben)), reason="no")
    flag(row(opened(project, ben)), reason="broken")
    settle(project)
    rows = {s.annotator.username: s for s in Standing.objects.select_related("annotator")}
    assert (rows["ann"].counted, rows["ann"].skipped, rows["ann"].flagged) == (2, 0, 0)
    assert (rows["ben"].counted, rows["ben"].skipped, rows["ben"].flagged) == (0, 1, 1)
    assert rows["ann"].last_at == Response.objects.latest("submitted_at").submitted_at
    assert rows["ben"].median_seconds is None


def test_median_time(project, ann):
    give(project, ann, r1="good", r2="good", r3="good")
    for response, seconds in zip(Response.objects.all(), (10, 20, 300), strict=True):
        response.opened_at = response.submitted_at - timedelta(seconds=seconds)
        response.save()
    settle(project)
    assert Standing.objects.get().median_seconds == pytest.approx(20)


def test_what_one_is_told_counts_controls_as_work(project, ann, ben):
    add_controls(project, 2)
    give(project, ben, r1="good", r2="bad")
    submit(project, make_check(control(project, "c1"), ann), "good")
    submit(project, make_check(control(project, "c2"), ann), "bad")
    settle(project)
    graded, worked = standing(ann), standing(ben)
    assert graded.answers == worked.answers == 2
    assert graded.surplus == worked.surplus == 0
    assert (graded.counted, graded.graded, graded.passed) == (0, 2, 1)
    assert (worked.counted, worked.graded, worked.passed) == (2, 0, 0)
    assert audited(project) == []


def test_a_suspended_control_is_no_evidence_and_nobody_sees_that_it_is_not(project, ann):
    [one] = add_controls(project, 1)
    submit(project, make_check(control(project, "c1"), ann), "good")
    controls.suspend(one)
    settle(project)
    assert (standing(ann).graded, standing(ann).passed, standing(ann).answers) == (0, 0, 1)
    assert audited(project) == []


def test_what_was_excluded_is_counted_apart(project, olga, ann):
    give(project, ann, r1="good", r2="good")
    settle(project)
    exclusion.exclude(project, Scope(annotator=ann), by=olga, reason="a robot")
    settle(project)
    found = standing(ann)
    assert (found.counted, found.surplus, found.excluded, found.answers) == (0, 0, 2, 2)
    assert audited(project) == []


def test_who_has_nothing_left_disappears(project, ann):
    answer(project, ann)
    settle(project)
    undo(project, annotator=ann)
    settle(project)
    assert not Standing.objects.exists()
