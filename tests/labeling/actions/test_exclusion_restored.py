"""Whatever is excluded, in whatever order it is restored: in the end the numbers are the same."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from labeling.actions.exclusion import Scope, exclude, preview, restore
from labeling.errors import NothingCounted, NothingToExclude
from labeling.models import Agreement, Response
from projects.models import Record
from tests.factories.controls import set_policy
from tests.factories.labeling import assessed, audited, drain, make_annotators, settle
from tests.factories.projects import MOOD, make_project
from tests.labeling.actions.test_exclusion import numbers

pytestmark = pytest.mark.django_db

STARS = {"name": "stars", "title": "Stars", "kind": "rating", "settings": {"min": 1, "max": 4}}
METHODS = ["majority", "weighted", "dawid_skene"]


def campaign(acme, olga, dice, method):
    """Six people answer twelve records at random, over the last hundred hours; some answers are more than wanted."""
    project = make_project(acme, olga, records=12, overlap=3, questions=[MOOD, STARS])
    project = set_policy(project, aggregation={"method": method})
    crowd = make_annotators(acme, 6)
    for annotator in crowd:
        drain(
            project,
            annotator,
            lambda: {"mood": dice.choice(["good", "good", "bad"]), "stars": dice.randint(1, 4)},
        )
    for response in Response.objects.filter(project=project):
        response.submitted_at = timezone.now() - timedelta(hours=dice.randint(1, 100))
        response.save(update_fields=["submitted_at"])
    settle(project)
    assessed(project)
    return project, crowd


def scope(project, crowd, dice):
    now, ends = timezone.now(), sorted(dice.sample(range(101), 2), reverse=True)
    since, until = (now - timedelta(hours=end) for end in ends)
    return Scope(
        annotator=dice.choice([None, dice.choice(crowd)]),
        record=dice.choice([None, dice.choice(Record.objects.filter(project=project))]),
        since=dice.choice([None, since]),
        until=dice.choice([None, until]),
    )


def some(project, crowd, dice, rita):
    """Exclude something; None where there is nothing to exclude."""
    try:
        chosen = scope(project, crowd, dice)
        said = preview(project, chosen)
        made = exclude(project, chosen, by=rita, reason="By lot.", summary=said.figures)
    except (NothingToExclude, NothingCounted):
        return None
    settle(project)
    for question, (_, after) in said.alpha.items():
        assert Agreement.objects.get(question__name=question).alpha == pytest.approx(after)
    return made


@pytest.mark.parametrize("seed", range(9))
def test_the_numbers_come_back(acme, olga, rita, seed):
    dice = Random(seed)
    project, crowd = campaign(acme, olga, dice, METHODS[seed % 3])
    before = numbers(project)
    made = {}
    for _ in range(12):
        if one := some(project, crowd, dice, rita):
            made[one.pk] = one
        if made and dice.random() < 0.3:
            restore(made.pop(dice.choice(list(made))), by=rita)
            settle(project)
    last = exclude(project, Scope(annotator=crowd[0]), by=rita, reason="For sure.")
    made[last.pk] = last
    assert audited(project) == []
    assert Response.objects.filter(exclusion__isnull=False).exists()
    assert numbers(project) != before
    for number in dice.sample(list(made), len(made)):
        restore(made[number], by=rita)
        settle(project)
    assert audited(project) == []
    assert numbers(project) == before
