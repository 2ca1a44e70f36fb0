from datetime import timedelta

import pytest

from labeling.actions.assignment import flag, skip
from labeling.actions.response import undo
from labeling.models import Response, Standing
from labeling.quality.ranking import standing as lower_bound
from tests.factories.labeling import answer, give, opened, row, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


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


def test_nobody_is_ranked_before_twenty_comparisons(answered):
    assert set(Standing.objects.values_list("rank", "score")) == {(None, None)}


def test_ranks_by_the_lower_bound_and_shares_them(acme, olga, ann, ben, cem):
    project = make_project(acme, olga, records=24, overlap=3)
    names = [f"r{n}" for n in range(1, 25)]
    give(project, ann, **dict.fromkeys(names, "good"))
    give(project, ben, **dict.fromkeys(names, "good"))
    give(project, cem, **dict.fromkeys(names, "bad"))
    settle(project)
    rows = {s.annotator.username: s for s in Standing.objects.select_related("annotator")}
    # Each of two who agree sees the others tied; the third is contradicted 24 times.
    assert (rows["cem"].agreed, rows["cem"].compared) == (0, 24)
    assert (rows["cem"].rank, rows["cem"].score) == (1, lower_bound(0, 24))
    assert (rows["ann"].rank, rows["ann"].compared) == (None, 0)
    give(other := make_project(acme, olga, records=24, overlap=2), ann, **dict.fromkeys(names, "good"))
    give(other, ben, **dict.fromkeys(names, "good"))
    settle(other)
    assert set(other.standings.values_list("rank", "agreed", "score")) == {(1, 24, lower_bound(24, 24))}


def test_who_has_nothing_left_disappears(project, ann):
    answer(project, ann)
    settle(project)
    undo(project, annotator=ann)
    settle(project)
    assert not Standing.objects.exists()
