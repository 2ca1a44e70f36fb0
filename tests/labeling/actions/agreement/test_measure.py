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


def test_a_label_has_gwets_coefficient_beside_it(answered):
    found = Agreement.objects.get()
    # Two possible values; the shares of "good" are 2/3 and 1/2 on the records with two answers or more.
    share = (2 / 3 + 1 / 2) / 2
    chance = 2 * share * (1 - share)
    same = (1 / 3 + 0) / 2
    assert found.measures["ac1"]["value"] == pytest.approx((same - chance) / (1 - chance))
    assert found.measures["ac1"]["title"] == "Gwet’s AC1"
    assert found.similarity == pytest.approx(same)


def test_every_kind_has_what_it_names(acme, olga):
    questions = [
        STARS, TOPICS, WHY,
        {"name": "side", "title": "Side", "kind": "preference"},
        {"name": "size", "title": "Size", "kind": "number"},
        {"name": "order", "title": "Order", "kind": "ranking", "settings": {"options": ["x", "y", "z"]}},
        {"name": "marks", "title": "Marks", "kind": "span", "settings": {"field": "text", "labels": ["name"]}},
    ]  # fmt: skip
    project = make_project(acme, olga, records=3, overlap=2, questions=questions)
    ann, ben = make_annotators(acme, 2)
    orders = {ann: [["x", "y", "z"], ["y", "x", "z"], ["z", "y", "x"]], ben: [["x", "y", "z"]] * 3}
    for place, person in enumerate((ann, ben)):
        give(
            project,
            person,
            **{
                f"r{n}": {
                    "stars": n + place,
                    "topics": ["art"] if n > 1 else ["war"],
                    "why": f"word {n}",
                    "side": ["a", "b", "tie"][(n * (1 + place)) % 3],
                    "size": 10 * n + place,
                    "order": orders[person][n - 1],
                    "marks": [{"start": 0, "end": 2 + place, "label": "name"}],
                }
                for n in (1, 2, 3)
            },
        )
    settle(project)
    found = {row.question.name: row for row in Agreement.objects.select_related("question")}
    assert {name: set(row.measures) for name, row in found.items()} == {
        "stars": {"ac2", "within_one", "alpha_nominal"},
        "topics": {"alpha_masi", "alpha_jaccard", "alpha[art]", "alpha[tax]", "alpha[war]"},
        "why": set(),
        "side": {"ac1", "alpha_without_ties"},
        "size": {"intraclass", "mean_deviation"},
        "order": {"mean_tau", "concordance"},
        "marks": set(),
    }
    assert found["stars"].measures["within_one"]["value"] == found["stars"].similarity == 1
    assert found["size"].measures["mean_deviation"]["value"] == pytest.approx(0.5)
    # tau of the three pairs of rankings is 1, 1/3 and -1.
    assert found["order"].measures["mean_tau"]["value"] == pytest.approx(1 / 9)
    assert found["order"].similarity == pytest.approx((1 / 9 + 1) / 2)
    assert found["marks"].similarity == pytest.approx(0.8)
    assert (found["why"].similarity, found["why"].records, found["why"].answers) == (1, 3, 6)
    assert found["topics"].reason == "left out, as everybody gave one value: tax"
    assert found["topics"].measures["alpha[tax]"] == {
        "title": "Alpha of “tax”",
        "value": None,
        "reason": "everybody gave one value",
    }
    assert audited(project) == []


def test_what_is_left_out_is_said_as_far_as_there_is_room(acme, olga):
    options = [f"a topic with a long name, number {n}" for n in range(40)]
    long = TOPICS | {"settings": {"options": options}}
    project = make_project(acme, olga, records=2, overlap=2, questions=[long])
    for person in make_annotators(acme, 2):
        give(project, person, r1={"topics": options[:1]}, r2={"topics": []})
    settle(project)
    found = Agreement.objects.get()
    assert found.alpha == 1
    assert len(found.reason) <= 200
    assert found.reason.endswith("more")
