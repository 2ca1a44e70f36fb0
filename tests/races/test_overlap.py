"""The overlap that adapts, and people of certain groups, while everybody works at once."""

import time
from collections import Counter
from random import Random

import pytest
from django.db.models import Count, Q
from django.utils import timezone

from labeling import reactions
from labeling.actions.assignment import Reason, open_next, skip
from labeling.actions.exclusion import Scope, exclude, restore
from labeling.models import Assignment, Event, Progress, Response
from projects.actions import project as projects
from projects.models import Record
from tests.factories.labeling import assessed, audited, make_annotators, row, settle, submit
from tests.factories.overlap import in_groups, set_overlap
from tests.factories.projects import make_project
from tests.races.threads import together

pytestmark = pytest.mark.django_db(transaction=True)


class Campaign:
    """Annotators who work until nothing is left and nothing waits to be followed up, and a courier that follows."""

    def __init__(self, project):
        self.project = project
        self.over = False

    def courier(self):
        while not self.over:
            reactions.deliver(self.project.pk)
            Progress.objects.filter(project=self.project).update(due_at=timezone.now())

    def shift(self, annotator, mood, *, skips=0.0, until=60.0):
        dice, deadline = Random(annotator.pk), time.monotonic() + until

        def work():
            while time.monotonic() < deadline:
                # Read before: what is delivered between the two may open a record.
                waiting = Event.objects.filter(project=self.project).exists()
                got = open_next(self.project, annotator=annotator)
                if isinstance(got, Reason):
                    if got == Reason.COMPLETE and not waiting:
                        return
                    time.sleep(0.05)
                elif dice.random() < skips:
                    skip(row(got), reason="not mine")
                else:
                    submit(self.project, got, mood(dice))
            raise AssertionError(f"{annotator} still waits")

        return work

    def run(self, *acts):
        def everybody():
            try:
                together(*acts)
            finally:
                self.over = True

        together(everybody, self.courier, self.courier)
        settle(self.project)


def unsure(dice):
    return "good" if dice.random() < 0.75 else "bad"


def test_records_are_raised_while_they_are_dealt_and_answered(acme, olga):
    project = make_project(acme, olga, records=60, overlap=3)
    project = set_overlap(project, mode="adaptive", minimum=2, maximum=6, threshold=0.85)
    settle(project)
    crowd = make_annotators(acme, 10)
    campaign = Campaign(project)

    campaign.run(*[campaign.shift(annotator, unsure, skips=0.05) for annotator in crowd])

    assert audited(project) == []
    answers = Response.objects.filter(project=project, counted=True).values("record")
    numbers = Counter(answers.annotate(n=Count("pk")).values_list("n", flat=True))
    assert numbers.total() == 60
    assert len(numbers) > 1
    assert max(numbers) <= 6
    assert not Response.objects.filter(project=project, counted=False).exists()
    # What is open still was passed over by too many.
    passed = Count("assignments", filter=Q(assignments__state="skipped"))
    done = Count("assignments", filter=Q(assignments__state="submitted"))
    for record in Record.objects.filter(project=project, is_open=True).annotate(passed=passed, done=done):
        assert record.passed + record.done == len(crowd)


def test_an_exclusion_and_the_policy_change_while_records_are_raised(acme, olga):
    project = make_project(acme, olga, records=30, overlap=3)
    project = set_overlap(project, mode="adaptive", minimum=2, maximum=5, threshold=0.85)
    settle(project)
    crowd = make_annotators(acme, 8)
    campaign = Campaign(project)

    def reviewer():
        for annotator in crowd[:2]:
            time.sleep(0.5)
            excluded = exclude(project, Scope(annotator=annotator), by=olga, reason="a robot")
            time.sleep(0.2)
            restore(excluded, by=olga)

    def organizer():
        for overlap, threshold in ((4, 0.8), (2, 0.9), (3, 0.85)):
            time.sleep(0.4)
            projects.edit(project, overlap=overlap)
            set_overlap(project, mode="adaptive", minimum=2, maximum=5, threshold=threshold)

    workers = [campaign.shift(annotator, unsure) for annotator in crowd[2:]]
    campaign.run(reviewer, organizer, *workers)

    # What was decided by another threshold is decided anew by the next assessment.
    assessed(project)
    assert audited(project) == []
    adapting = Record.objects.filter(project=project, by_policy=True, own_overlap=False)
    assert adapting.count() == 30
    assert all(2 <= record.overlap <= 5 for record in adapting)


def test_people_of_certain_groups_take_their_own_places_only(acme, olga):
    project = make_project(acme, olga, records=40, queue_depth=3)
    strata = [{"group": "expert", "answers": 1}, {"group": "native", "answers": 2}]
    project = set_overlap(project, strata=strata)
    settle(project)
    crowd = make_annotators(acme, 10)
    for place, annotator in enumerate(crowd):
        in_groups(annotator, *[["expert"], ["native"], ["expert", "native"], ["native"], []][place % 5])
    campaign = Campaign(project)

    campaign.run(*[campaign.shift(annotator, unsure, skips=0.1) for annotator in crowd])

    assert audited(project) == []
    submitted = Assignment.objects.filter(project=project, state="submitted")
    assert set(submitted.filter(annotator__in=crowd[0::5]).values_list("stratum", flat=True)) == {0}
    assert set(submitted.filter(annotator__in=crowd[1::5]).values_list("stratum", flat=True)) == {1}
    assert not submitted.filter(annotator__in=crowd[4::5]).exists()
    per_record = submitted.values("record", "stratum").annotate(n=Count("pk"))
    assert all(found["n"] <= {0: 1, 1: 2}[found["stratum"] or 0] for found in per_record)
    # Somebody was there for nearly every place, though a tenth was passed over.
    assert submitted.count() > 110
