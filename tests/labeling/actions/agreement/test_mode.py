"""Agreement follows the mode of the overlap, whatever was derived before."""

import pytest

from labeling.actions.agreement import follow_mode
from labeling.models import Agreement, Event, Pattern, Policy, Progress
from labeling.queries.audit.agreement import alpha, patterns
from labeling.queries.audit.votes import votes_on
from labeling.reactions import deliver
from projects.changes import announce
from projects.models import Question
from tests.factories.labeling import give, settle

pytestmark = pytest.mark.django_db


def switch(project, mode):
    Policy.objects.update_or_create(project=project, defaults={"settings": {"overlap": {"mode": mode}}})
    announce(project.pk)


def shown():
    return {str(row.counts): row.records for row in Pattern.objects.filter(records__gt=0)}


def differences():
    question = Question.objects.select_related("project__policy").get()
    votes = votes_on(question)
    return [*alpha(question, votes), *patterns(question, votes)]


def test_first_two_answers_only_while_the_overlap_adapts(answered):
    before, was = shown(), Agreement.objects.get().alpha
    assert before["[['bad', 1], ['good', 2]]"] == 1
    switch(answered, "adaptive")
    settle(answered)
    assert shown() == {"[['good', 2]]": 1, "[['bad', 1], ['good', 1]]": 1, "[['good', 1]]": 1}
    assert Agreement.objects.get().alpha != was
    assert differences() == []
    switch(answered, "fixed")
    settle(answered)
    assert (shown(), Agreement.objects.get().alpha) == (before, was)
    assert differences() == []


def test_the_audit_notices_patterns_of_the_other_mode(answered):
    Policy.objects.create(project=answered, settings={"overlap": {"mode": "adaptive"}})
    assert {found.what for found in differences()} == {"alpha", "patterns"}


def test_a_change_of_something_else_tells_nobody(answered):
    announce(answered.pk)
    deliver(answered.pk)
    assert not Event.objects.exists()
    switch(answered, "adaptive")
    settle(answered)
    assert Progress.objects.get().early
    announce(answered.pk)
    deliver(answered.pk)
    assert not Event.objects.exists()


def test_records_with_two_answers_stay_as_they_are(answered):
    Policy.objects.create(project=answered, settings={"overlap": {"mode": "adaptive"}})
    follow_mode(answered, [])
    follow_mode(answered, [])
    told = Event.objects.filter(kind=Event.Kind.JUDGED)
    assert list(told.values_list("record_id", flat=True)) == [answered.records.get(external_id="r1").pk]


def test_answers_that_come_between_are_counted_by_the_new_mode(project, ann, ben, cem):
    give(project, ann, r1="good")
    give(project, ben, r1="good")
    settle(project)
    switch(project, "adaptive")
    give(project, cem, r1="bad")
    settle(project)
    assert shown() == {"[['good', 2]]": 1}
    assert differences() == []
