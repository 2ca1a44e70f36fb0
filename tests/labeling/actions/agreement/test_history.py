"""Readings: now and then, in a bounded number."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from labeling.actions.agreement.history import EVERY, MOST, note
from labeling.models import Agreement, Progress, Reading
from projects.models import Question
from tests.factories.labeling import answer, give, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 1, tzinfo=UTC)


def figures(records, alpha=0.5):
    return {"alpha": alpha, "low": 0.4, "high": 0.6, "records": records}


def test_the_first_record_with_two_answers_begins_it(project, ann, ben):
    give(project, ann, r1="good", r2="bad")
    settle(project)
    assert not Reading.objects.exists()
    give(project, ben, r1="good", r2="bad")
    settle(project)
    reading, stored = Reading.objects.get(), Agreement.objects.get()
    assert (reading.alpha, reading.low, reading.records) == (stored.alpha, stored.low, 2)


def test_what_has_not_changed_is_not_noted_again(answered):
    question = Question.objects.get()
    stored = Agreement.objects.values("alpha", "low", "high", "records").get()
    before = Reading.objects.count()
    note(question, stored, now=timezone.now() + timedelta(days=1))
    assert Reading.objects.count() == before


def test_every_ten_minutes_or_every_twentieth_of_the_records(answered):
    question = Question.objects.get()
    Progress.objects.update(records=100)
    Reading.objects.all().delete()
    for minutes, records, noted in [(0, 10, 1), (1, 14, 1), (2, 15, 2), (11, 16, 2), (12, 17, 3)]:
        note(question, figures(records), now=START + timedelta(minutes=minutes))
        assert Reading.objects.count() == noted, minutes


def test_their_number_is_bounded_and_they_stay_spread_over_time(answered):
    question = Question.objects.get()
    Reading.objects.all().delete()
    for number in range(MOST + 60):
        note(question, figures(number + 2), now=START + number * EVERY)
    readings = list(Reading.objects.order_by("at"))
    assert len(readings) == MOST
    assert readings[0].at == START
    assert readings[-1].at == START + (MOST + 59) * EVERY
    gaps = [(later.at - earlier.at) / EVERY for earlier, later in pairwise(readings)]
    assert max(gaps) <= 2


def test_text_has_none(acme, olga, ann, ben):
    why = {"name": "why", "title": "Why", "kind": "text"}
    project = make_project(acme, olga, records=1, overlap=2, questions=[why])
    for person in (ann, ben):
        answer(project, person, {"why": "so"})
    settle(project)
    assert not Reading.objects.exists()
