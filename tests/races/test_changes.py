"""Organizers change a campaign while people work on it."""

import time
from collections import Counter
from functools import partial
from random import Random

import pytest

from labeling.actions.assignment import Opened, Reason, Wanted, assign, open_next
from labeling.models import Assignment, Response
from projects.actions import project as projects
from projects.actions import state
from projects.actions.record import import_records, numbered, restore, retire
from projects.models import Project, Record
from tests.factories.labeling import audited, drain, make_annotators, opened, submit
from tests.factories.projects import MOOD, add_records, make_project
from tests.races.threads import each, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_paused_while_leases_are_out(acme, olga):
    project = make_project(acme, olga, records=40)
    crowd = make_annotators(acme, 6)
    got = [opened(project, annotator) for annotator in crowd]
    dealt = Assignment.objects.filter(project=project).count()
    project = state.pause(project)

    def shift(pair):
        annotator, mine = pair
        receipt = submit(project, mine)
        return receipt.counted, open_next(project, annotator=annotator)

    assert each(shift, zip(crowd, got, strict=True)) == [(True, Reason.PAUSED)] * 6

    assert Assignment.objects.filter(project=project).count() == dealt
    assert audited(project) == []
    project = state.resume(project)
    assert isinstance(open_next(project, annotator=crowd[0]), Opened)


def test_paused_and_resumed_again_and_again(acme, olga):
    project = make_project(acme, olga, records=30, overlap=2)
    crowd = make_annotators(acme, 4)
    over: list[bool] = []

    def shift(annotator):
        deadline = time.monotonic() + 12
        while time.monotonic() < deadline:
            now = Project.objects.get(pk=project.pk)
            outcome = open_next(now, annotator=annotator)
            if isinstance(outcome, Opened):
                submit(now, outcome)
            elif outcome == Reason.COMPLETE:
                return outcome
        return "too late"

    def organizer():
        while not over:
            state.pause(project)
            state.resume(project)
            time.sleep(0.02)

    def everybody():
        try:
            return together(*[partial(shift, a) for a in crowd])
        finally:
            over.append(True)

    ends, _ = together(everybody, organizer)

    assert set(ends) == {Reason.COMPLETE}
    assert Response.objects.filter(project=project, counted=True).count() == 60
    assert audited(project) == []


def test_overlap_raised_and_lowered_while_people_work(acme, olga):
    project = make_project(acme, olga, records=60, overlap=2)
    crowd = make_annotators(acme, 6)

    def organizer():
        for overlap in (4, 1, 3, 2, 5, 1, 3):
            projects.edit(project, overlap=overlap)
            time.sleep(0.05)

    together(organizer, *[partial(drain, project, a) for a in crowd])
    for annotator in crowd:
        drain(project, annotator)

    assert audited(project) == []
    for record in Record.objects.filter(project=project):
        counted = Response.objects.filter(record=record, counted=True).count()
        assert counted == record.overlap + record.excess >= 3, "answers given while more were wanted are kept"


def test_overlap_changed_while_sweeps_and_lists_lock_many_records(acme, olga):
    """All of them take many records' locks, in one order: nobody waits in a circle."""
    project = make_project(acme, olga, records=300, overlap=3)
    crowd = make_annotators(acme, 3)
    # Rewritten rows lie elsewhere in the table than their numbers say.
    Record.objects.filter(
        project=project, pk__in=Random(1).sample(list(project.records.values_list("pk", flat=True)), 150)
    ).update(own_overlap=False)
    names = [f"r{i}" for i in range(1, 301)]

    def edits():
        for overlap in (2, 4, 3, 5, 3, 4):
            projects.edit(project, overlap=overlap)

    def lists(seed):
        for turn in range(6):
            rows = Random(seed + turn).sample(names, 150)
            wanted = [Wanted(n, name, crowd[seed % 3].username) for n, name in enumerate(rows, start=1)]
            assign(project, wanted=wanted, skip_bad_rows=True)

    together(edits, lambda: lists(1), lambda: lists(2), edits)

    assert audited(project) == []


def test_import_while_people_work(acme, olga):
    project = make_project(acme, olga, records=20, overlap=2)
    crowd = make_annotators(acme, 4)

    def organizer():
        for turn in range(1, 6):
            add_records(project, 10, start=turn * 100)
            rows = [
                {"external_id": f"r{i}", "fields": {"text": f"text {i}"}, "metadata": {"turn": turn}}
                for i in range(1, 21)
            ]
            import_records(project, numbered(rows))

    together(organizer, *[partial(drain, project, a) for a in crowd])
    for annotator in crowd:
        drain(project, annotator)

    assert Record.objects.filter(project=project).count() == 70
    assert Response.objects.filter(project=project, counted=True).count() == 140
    assert audited(project) == []


def test_the_first_answer_and_an_import_of_the_same_records(acme, olga):
    """The first answer takes the project's row, and so does an import: in the same order."""
    for turn in range(5):
        project = make_project(acme, olga, records=10, overlap=2)
        crowd = make_annotators(acme, 3, prefix=f"turn{turn}-")
        queues: list[Opened | Assignment] = [opened(project, annotator) for annotator in crowd]
        queues += Assignment.objects.filter(project=project, state=Assignment.State.QUEUED)[:6]
        rows = [
            {"external_id": f"r{i}", "fields": {"text": f"changed {i}"}, "overlap": 3} for i in range(1, 11)
        ]

        together(
            partial(import_records, project, numbered(rows), skip_bad_rows=True),
            partial(projects.edit, project, overlap=4),
            *[partial(submit, project, a) for a in queues],
        )

        assert audited(project) == []


def test_questions_edited_at_the_moment_of_the_first_answer(acme, olga, ann):
    """Either the answer comes first and the edit is refused, or the answer fits the edited questions."""
    for _ in range(8):
        project = make_project(acme, olga, records=3)
        got = opened(project, ann)
        other = MOOD | {"settings": {"options": ["fine", "bad"]}}

        edited, submitted = together(
            partial(projects.edit, project, questions=[other]),
            partial(submit, project, got, "good"),
        )

        outcomes = (type(edited).__name__, type(submitted).__name__)
        assert outcomes in {("SchemaFrozen", "Receipt"), ("Project", "InvalidAnswers")}
        assert audited(project) == []


def test_records_given_to_people_while_they_are_dealt_others(acme, olga):
    project = make_project(acme, olga, records=60, overlap=2)
    crowd = make_annotators(acme, 5)

    def organizer():
        for turn in range(12):
            rows = [
                Wanted(n, f"r{n}", annotator.username)
                for n, annotator in enumerate(Random(turn).choices(crowd, k=20), start=turn + 1)
            ]
            assign(project, wanted=rows, skip_bad_rows=True)

    together(organizer, organizer, *[partial(drain, project, a) for a in crowd])
    for annotator in crowd:
        drain(project, annotator)

    assert Response.objects.filter(project=project, counted=True).count() == 120
    assert audited(project) == []


def test_records_retired_and_restored_while_people_work(acme, olga):
    project = make_project(acme, olga, records=30, overlap=2)
    crowd = make_annotators(acme, 4)
    records = list(project.records.all())

    def organizer():
        dice = Random(3)
        for _ in range(60):
            dice.choice([retire, restore])(dice.choice(records))

    together(organizer, *[partial(drain, project, a) for a in crowd])
    for record in records:
        restore(record)
    for annotator in crowd:
        drain(project, annotator)

    assert Response.objects.filter(project=project, counted=True).count() == 60
    assert audited(project) == []


def test_by_the_end_all_answers_are_evenly_spread(acme, olga):
    project = make_project(acme, olga, records=40, overlap=3)
    crowd = make_annotators(acme, 6)

    together(*[partial(drain, project, a) for a in crowd])

    per_record = Counter(Response.objects.filter(project=project).values_list("record", flat=True))
    assert set(per_record.values()) == {3}
    assert len(per_record) == 40
