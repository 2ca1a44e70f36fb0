from random import Random

import krippendorff
import numpy as np
import pytest
from django.db.models import F

from labeling.actions import agreement
from labeling.models import Agreement
from projects.models import Question
from tests.factories.labeling import answer, audited, give, make_annotators, settle
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db

STARS = {"name": "stars", "title": "Stars", "kind": "rating", "settings": {"min": 1, "max": 5}}
TOPICS = {
    "name": "topics",
    "title": "Topics",
    "kind": "multi_label",
    "settings": {"options": ["art", "tax", "war"]},
}
WHY = {"name": "why", "title": "Why", "kind": "text", "required": False}


def test_alpha_and_percent(answered):
    found = Agreement.objects.get()
    counts = np.array([[2, 1], [1, 1]])
    assert found.alpha == pytest.approx(
        krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
    )
    assert found.percent == pytest.approx((1 / 3 + 0) / 2)
    assert (found.records, found.answers, found.reason) == (2, 5, "")
    bounds = Agreement.objects.filter(low__lte=F("alpha"), high__gte=F("alpha"))
    assert bounds.exists()


def test_before_two_answers_it_says_why_not(project, ann):
    answer(project, ann)
    settle(project)
    found = Agreement.objects.get()
    assert (found.alpha, found.low, found.percent) == (None, None, None)
    assert found.reason == "no record has two answers yet"


def test_one_value_only(project, ann, ben):
    give(project, ann, r1="good")
    give(project, ben, r1="good")
    settle(project)
    found = Agreement.objects.get()
    assert (found.alpha, found.percent, found.reason) == (None, 1.0, "everybody gave one value")


def test_text_has_none(acme, olga, ann):
    project = make_project(acme, olga, records=1, questions=[WHY])
    answer(project, ann, {"why": "so"})
    settle(project)
    found = Agreement.objects.get()
    assert found.alpha is None
    assert found.reason == Question.objects.get(project=project).type.no_agreement


def test_a_crowd_by_the_packages_figure(acme, olga):
    project = make_project(acme, olga, records=30, overlap=5, questions=[MOOD, STARS])
    dice = Random(7)
    truth = {f"r{n}": dice.randint(1, 5) for n in range(1, 31)}
    matrix = []
    for person in make_annotators(acme, 5):
        stars = {name: min(5, max(1, star + dice.choice([-1, 0, 0, 1]))) for name, star in truth.items()}
        give(
            project, person, **{n: {"mood": "good" if s > 2 else "bad", "stars": s} for n, s in stars.items()}
        )
        matrix.append(list(stars.values()))
    settle(project)
    level = Question.objects.get(project=project, name="stars").type.level
    assert level
    found = {row.question.name: row for row in Agreement.objects.select_related("question")}
    assert found["stars"].alpha == pytest.approx(
        krippendorff.alpha(reliability_data=np.array(matrix), level_of_measurement=level)
    )
    binary = (np.array(matrix) > 2).astype(int)
    assert found["mood"].alpha == pytest.approx(
        krippendorff.alpha(reliability_data=binary, level_of_measurement="nominal")
    )
    assert audited(project) == []


def test_the_same_answers_give_the_same_interval(answered):
    first = Agreement.objects.values("low", "high").get()
    agreement.refresh(answered)
    assert Agreement.objects.values("low", "high").get() == first


def test_several_labels_are_compared_option_by_option(acme, olga):
    project = make_project(acme, olga, records=4, overlap=2, questions=[TOPICS])
    ann, ben = make_annotators(acme, 2)
    chosen = {
        ann: [["art"], ["art", "war"], [], ["war"]],
        ben: [["art"], ["war"], [], ["art", "war"]],
    }
    for person, sets in chosen.items():
        give(project, person, **{f"r{n}": {"topics": one} for n, one in enumerate(sets, start=1)})
    settle(project)
    by_option = [
        krippendorff.alpha(
            reliability_data=[[int(option in one) for one in sets] for sets in chosen.values()],
            level_of_measurement="nominal",
        )
        for option in ("art", "war")  # nobody chose tax
    ]
    found = Agreement.objects.get()
    assert found.alpha == pytest.approx(np.mean(by_option))
    assert found.percent == pytest.approx((2 / 4 + 1 + 1) / 3)
    assert (found.records, found.answers) == (4, 8)
    assert audited(project) == []
