"""Whatever people do, and whatever is taken back: the figures are those of the responses that count now."""

from collections import Counter, defaultdict
from contextlib import suppress
from random import Random

import pytest

from labeling.actions import response as responses
from labeling.actions.assignment import Opened, open_next
from labeling.actions.exclusion import Scope, exclude, restore
from labeling.errors import NothingCounted, NothingToUndo
from labeling.models import Agreement, Exclusion, Pattern, Response
from labeling.quality.agreement import alpha, percent_agreement
from labeling.quality.patterns import pattern
from projects.models import Question
from tests.factories.labeling import audited, make_annotators, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

STARS = {"name": "stars", "title": "Stars", "kind": "rating", "settings": {"min": 1, "max": 3}}


def recount(question):
    """How many records show which pattern, from nothing but the responses."""
    units = defaultdict(list)
    for record, values in Response.objects.filter(counted=True).values_list("record", "values"):
        units[record].append(values[question.name])
    return Counter(pattern(given) for given in units.values())


def same(project):
    settle(project)
    question = Question.objects.get()
    shown = recount(question)
    stored = Pattern.objects.filter(records__gt=0).values_list("counts", "records")
    assert {tuple(map(tuple, counts)): records for counts, records in stored} == shown
    found, domain = Agreement.objects.get(), question.type.domain(question.options)
    expected = alpha(shown, "ordinal", domain).value
    assert found.alpha == (None if expected is None else pytest.approx(expected, abs=1e-12))
    percent = percent_agreement(shown)
    assert found.percent == (None if percent is None else pytest.approx(percent, abs=1e-12))


class Campaign:
    """Does at random what people and reviewers do."""

    def __init__(self, project, people, reviewer, seed):
        self.project, self.people, self.reviewer, self.dice = project, people, reviewer, Random(seed)

    def answer(self):
        outcome = open_next(self.project, annotator=self.dice.choice(self.people))
        if isinstance(outcome, Opened):
            submit(self.project, outcome, {"stars": self.dice.randint(1, 3)})

    def undo(self):
        with suppress(NothingToUndo):
            responses.undo(self.project, annotator=self.dice.choice(self.people))

    def exclude(self):
        record = self.dice.choice([None, self.dice.choice(list(self.project.records.all()))])
        annotator = None if record and self.dice.random() < 0.5 else self.dice.choice(self.people)
        with suppress(NothingCounted):
            exclude(
                self.project, Scope(annotator=annotator, record=record), by=self.reviewer, reason="Random."
            )

    def restore(self):
        made = list(Exclusion.objects.filter(restored_at=None))
        if made:
            restore(self.dice.choice(made), by=self.reviewer)

    def step(self):
        acts = [self.answer, self.undo, self.exclude, self.restore]
        self.dice.choices(acts, weights=[12, 3, 1, 1])[0]()


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_answers_undos_exclusions_and_restores(acme, olga, rita, seed):
    project = make_project(acme, olga, records=8, overlap=3, questions=[STARS])
    campaign = Campaign(project, make_annotators(acme, 5), rita, seed)
    for _ in range(6):
        for _ in range(15):
            campaign.step()
        same(project)
    for made in Exclusion.objects.filter(restored_at=None):
        restore(made, by=rita)
    assert not Response.objects.filter(exclusion__isnull=False).exists()
    same(project)
    assert audited(project) == []
