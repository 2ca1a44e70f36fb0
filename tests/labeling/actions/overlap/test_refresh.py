"""The overlap that adapts, decided by the answers as they come. Two strangers who agree are .80 sure, three .89."""

import pytest

from labeling.actions.consensus import adjudicate
from labeling.actions.exclusion import Scope, exclude, restore
from labeling.actions.overlap import refresh
from labeling.actions.response import undo
from labeling.models import Assignment, Skill
from projects.models import Question
from tests.factories.labeling import (
    answer,
    assessed,
    audited,
    give,
    make_annotators,
    opened,
    row,
    settle,
    submit,
)
from tests.factories.overlap import record, set_overlap, state
from tests.factories.projects import add_records, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(acme):
    return make_annotators(acme, 8)


@pytest.fixture
def project(acme, olga):
    made = make_project(acme, olga, records=3, overlap=3)
    made = set_overlap(made, mode="adaptive", minimum=2, maximum=5, threshold=0.75)
    settle(made)
    return made


def test_records_begin_with_the_minimum(project):
    assert [state(project, f"r{n}") for n in (1, 2, 3)] == [(2, 2, 0)] * 3
    assert all(found.by_policy and not found.own_overlap for found in project.records.all())


def test_answers_that_agree_are_enough_and_others_are_not(project, crowd):
    for annotator, one, two in zip(crowd, ["good", "good"], ["good", "bad"], strict=False):
        give(project, annotator, r1=one, r2=two)
    settle(project)
    assert state(project, "r1") == (2, 0, 0)
    assert state(project, "r2") == (3, 1, 0)
    assert audited(project) == []


def test_one_more_at_a_time_and_at_most_the_maximum(project, crowd):
    wanted = []
    for annotator, mood in zip(crowd, ["good", "bad", "good", "bad", "good"], strict=False):
        give(project, annotator, r1=mood)
        settle(project)
        wanted.append(state(project, "r1")[:2])
    # Two against one is .67, and four are a draw again.
    assert wanted == [(2, 1), (3, 1), (4, 1), (5, 1), (5, 0)]
    assert audited(project) == []


def test_an_answer_that_is_being_given_opens_no_other_slot(project, crowd):
    give(project, crowd[0], r1="good")
    give(project, crowd[1], r1="bad")
    settle(project)
    assert state(project, "r1") == (3, 1, 0)
    give_later = Assignment.objects.filter(annotator=crowd[2], record=record(project, "r1"))
    while not give_later.exists():
        answer(project, crowd[2])
        opened(project, crowd[2])
    settle(project)
    assert state(project, "r1") == (3, 0, 0)
    refresh(project, record_ids=[record(project, "r1").pk])
    assert state(project, "r1") == (3, 0, 0)


def test_what_is_held_when_a_record_is_settled_stays_held(project, crowd):
    for annotator, mood in zip(crowd, ["good", "bad"], strict=False):
        give(project, annotator, r1=mood)
    settle(project)
    third = next(
        got
        for got in iter(lambda: opened(project, crowd[2]), None)
        if row(got).record.external_id == "r1" or submit(project, got) is None
    )
    Question.objects.get(project=project)
    adjudicate(
        record(project, "r1"), Question.objects.get(project=project), value="good", by=project.created_by
    )
    settle(project)
    assert state(project, "r1") == (2, 0, 1)
    submit(project, third)
    settle(project)
    assert state(project, "r1") == (3, 0, 0)
    assert audited(project) == []


def test_records_that_want_more_come_behind_those_that_lack_their_minimum(project, crowd):
    first = project.records.order_by("position").first()
    for annotator, mood in zip(crowd, ["good", "bad"], strict=False):
        give(project, annotator, **{first.external_id: mood})
    settle(project)
    first.refresh_from_db()
    assert (first.tier, first.priority, first.is_open) == (1, 0, True)
    assert project.records.order_by("position").last() == first
    for annotator, mood in zip(crowd[2:], ["good", "bad"], strict=False):
        give(project, annotator, **{first.external_id: mood})
        settle(project)
    first.refresh_from_db()
    assert first.tier == 3
    order = []
    while not isinstance(got := _next(project, crowd[4]), str):
        order.append(row(got).record_id)
        submit(project, got)
    assert order[-1] == first.pk
    assert len(order) == 3


def _next(project, annotator):
    from labeling.actions.assignment import open_next

    return open_next(project, annotator=annotator)


def test_an_excluded_answer_opens_the_record_only_where_the_rest_do_not_settle_it(project, crowd, olga):
    for annotator in crowd[:2]:
        give(project, annotator, r1="good", r2="good")
    give(project, crowd[2], r3="good")
    give(project, crowd[3], r3="bad")
    settle(project)
    for annotator in crowd[4:6]:
        give(project, annotator, r3="bad")
        settle(project)
    assert state(project, "r3") == (4, 0, 0)
    excluded = exclude(project, Scope(annotator=crowd[2]), by=olga, reason="a robot")
    settle(project)
    # Three that agree are left.
    assert state(project, "r3") == (3, 0, 0)
    exclude(project, Scope(annotator=crowd[0]), by=olga, reason="another")
    settle(project)
    assert state(project, "r1") == (2, 1, 0)
    assert audited(project) == []
    restore(excluded, by=olga)
    settle(project)
    assert state(project, "r3") == (4, 0, 0)
    assert audited(project) == []


def test_undoing_takes_the_decision_back(project, crowd):
    give(project, crowd[0], r1="good")
    give(project, crowd[1], r1="bad")
    settle(project)
    assert state(project, "r1") == (3, 1, 0)
    undo(project, annotator=crowd[1])
    settle(project)
    assert state(project, "r1") == (2, 0, 0)
    assert record(project, "r1").tier == 0
    assert audited(project) == []


def test_skills_weigh_and_are_weighed_anew_after_each_assessment(acme, olga, crowd):
    project = make_project(acme, olga, records=40, overlap=3)
    project = set_overlap(project, mode="adaptive", minimum=2, maximum=6, threshold=0.9)
    settle(project)
    for annotator in crowd[:2]:
        give(project, annotator, **{f"r{n}": "good" if n % 2 else "bad" for n in range(1, 41)})
    settle(project)
    # Two strangers are .80 sure.
    assert state(project, "r1") == (3, 1, 0)
    assessed(project)
    assert Skill.objects.filter(question__project=project).count() == 2
    # By now they are known to agree on everything.
    assert state(project, "r1") == (2, 0, 0)
    assert not project.records.filter(is_open=True).exists()
    assert audited(project) == []
    Skill.objects.update(right=20)
    give_up = refresh(project, record_ids=[record(project, "r1").pk])
    assert give_up == 1
    assert state(project, "r1") == (3, 1, 0)


def test_an_overlap_of_its_own_does_not_adapt(project, crowd):
    add_records(project, 1, start=4, overlap=2)
    for annotator, mood in zip(crowd, ["good", "bad"], strict=False):
        give(project, annotator, r4=mood)
    settle(project)
    assert state(project, "r4") == (2, 0, 0)
    assert not record(project, "r4").by_policy


def test_questions_that_cannot_be_judged_leave_the_projects_overlap(acme, olga, crowd):
    text = {"name": "mood", "title": "Why?", "kind": "text"}
    project = make_project(acme, olga, records=1, overlap=3, questions=[text])
    project = set_overlap(project, mode="adaptive")
    settle(project)
    give(project, crowd[0], r1="because")
    settle(project)
    assert state(project, "r1") == (3, 2, 0)
    assert not record(project, "r1").by_policy


def test_all_questions_that_can_be_judged_must_be_settled(acme, olga, crowd):
    size = {"name": "size", "title": "How long?", "kind": "number", "settings": {}}
    mood = {"name": "mood", "title": "Mood", "kind": "label", "settings": {"options": ["good", "bad"]}}
    project = make_project(acme, olga, records=1, overlap=3, questions=[mood, size])
    project = set_overlap(
        project, mode="adaptive", minimum=2, maximum=9, threshold=0.75, widths={"size": 1.0}
    )
    settle(project)
    seen = []
    for annotator, length in zip(crowd, [10, 20, 15, 15, 15, 15, 15], strict=False):
        if not state(project, "r1")[1]:
            break
        give(project, annotator, r1={"mood": "good", "size": length})
        settle(project)
        seen.append(state(project, "r1")[0])
    # The standard error is 1.5 after five answers... and 1.3, and 1.1; the widest first.
    assert seen == [2, 3, 4, 5, 6, 7, 8][: len(seen)]
    assert len(seen) >= 5
    assert audited(project) == []
