"""The figures in the READMEs of the recorded campaigns, and two independent packages on the same answers."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

import evalica
import krippendorff
import numpy as np
import pandas as pd
import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance, jaccard_distance, masi_distance

from labeling.quality.agreement import Level, alpha, interval, percent_agreement
from labeling.quality.chance import ac1, ac2
from labeling.quality.early import first
from labeling.quality.expanded import expanded
from labeling.quality.numeric import intraclass
from labeling.quality.patterns import Pattern, Unit, pattern
from labeling.quality.sets import set_alpha
from projects.questions import kind

Votes = Sequence[tuple[str, str, Unit]]


def patterns(votes: Iterable[tuple[str, str, Unit]]) -> Counter[Pattern]:
    records: dict[str, list[Unit]] = defaultdict(list)
    for record, _, value in votes:
        records[record].append(value)
    return Counter(pattern(values) for values in records.values())


def table(votes: Votes) -> pd.DataFrame:
    """A row per annotator, a column per record: what the packages read."""
    return pd.DataFrame(votes, columns=["item", "worker", "value"]).pivot_table(
        index="worker", columns="item", values="value"
    )


def members(unit: Unit) -> list[str]:
    found: list[str] = json.loads(str(unit))
    return found


def test_dog(dog_labels: Votes) -> None:
    shown = patterns(dog_labels)
    assert alpha(shown, "nominal").value == pytest.approx(0.5194, abs=5e-5)
    assert percent_agreement(shown) == pytest.approx(0.6411, abs=5e-5)
    assert interval(shown, "nominal", np.random.default_rng(0)) == pytest.approx((0.5033, 0.5370), abs=0.003)


def test_web(web_labels: Votes) -> None:
    shown = patterns(web_labels)
    assert alpha(shown, "nominal").value == pytest.approx(0.2104, abs=5e-5)
    assert alpha(shown, "ordinal").value == pytest.approx(0.3828, abs=5e-5)
    assert percent_agreement(shown) == pytest.approx(0.3908, abs=5e-5)
    bounds = interval(shown, "ordinal", np.random.default_rng(0))
    assert bounds == pytest.approx((0.3641, 0.4007), abs=0.003)


@pytest.mark.parametrize(
    ("aspect", "by_interval", "by_rank", "icc"),
    [
        ("meaning", 0.5872, 0.5838, 0.5895),
        ("fluency", 0.5614, 0.5339, 0.5637),
        ("simplicity", 0.4347, 0.4015, 0.4371),
    ],
)
def test_asset_ratings(
    asset_ratings: dict[str, Votes], aspect: str, by_interval: float, by_rank: float, icc: float
) -> None:
    shown = patterns(asset_ratings[aspect])
    assert alpha(shown, "interval").value == pytest.approx(by_interval, abs=5e-5)
    assert alpha(shown, "ordinal").value == pytest.approx(by_rank, abs=5e-5)
    assert intraclass(shown).value == pytest.approx(icc, abs=5e-5)


def test_the_coefficient_of_gwet_on_llmfao(llmfao_votes: Votes) -> None:
    assert ac1(patterns(llmfao_votes), ["a", "b", "tie"]).value == pytest.approx(0.2958, abs=5e-5)


def test_ct_events_as_sets(ct_sets: Votes) -> None:
    shown = patterns(ct_sets)
    assert set_alpha(shown, members, "masi").value == pytest.approx(0.3814, abs=5e-5)
    assert set_alpha(shown, members, "jaccard").value == pytest.approx(0.4708, abs=5e-5)
    assert alpha(shown, "nominal").value == pytest.approx(0.2311, abs=5e-5)


@pytest.mark.parametrize(("name", "distance"), [("masi", masi_distance), ("jaccard", jaccard_distance)])
def test_sets_as_nltk_measures_them(
    ct_sets: Votes, name: str, distance: Callable[[Collection[str], Collection[str]], float]
) -> None:
    sets = [(worker, item, frozenset(members(unit)) or frozenset({"none"})) for item, worker, unit in ct_sets]
    expected = AnnotationTask(sets, distance).alpha()
    found = set_alpha(patterns(ct_sets), lambda unit: members(unit) or ["none"], name)  # type: ignore[arg-type]
    assert found.value == pytest.approx(expected, abs=1e-12)
    whole = AnnotationTask(sets, binary_distance).alpha()
    assert alpha(patterns(ct_sets), "nominal").value == pytest.approx(whole, abs=1e-12)


def test_ct_events_by_candidate(ct_sets: Votes, ct_candidates: dict[str, list[str]]) -> None:
    """Each sentence has candidates of its own: 176 units, of ticked and not, in one dimension."""
    named = [(item, worker, json.dumps([item, *members(unit)])) for item, worker, unit in ct_sets]

    def by_candidate(shown: Pattern) -> Iterable[tuple[str, Pattern, int]]:
        answers = [(members(unit), count) for unit, count in shown]
        for event in ct_candidates[answers[0][0][0]]:
            yield "", pattern(int(event in ticks) for ticks, count in answers for _ in range(count)), 1

    judged = expanded(patterns(named), by_candidate)
    assert sum(len(parts) for parts in judged.dimensions.values()) == 176
    found = alpha(judged, "nominal")
    units = [dict(part.judged) for part in judged.dimensions[""]]
    counts = [[one.get(0, 0), one.get(1, 0)] for one in units]
    expected = krippendorff.alpha(value_counts=counts, value_domain=[0, 1], level_of_measurement="nominal")
    assert found.value == pytest.approx(expected, abs=1e-12)
    assert found.value == pytest.approx(0.1541, abs=5e-5)
    assert (found.records, found.answers) == (42, 840)


def test_ct_events_by_character(ct_spans: Votes) -> None:
    """As a question of the kind that marks text; 20 answers to each of 42 sentences."""
    span = kind("span")
    settings = span.Settings.model_validate({"field": "sentence", "labels": ["event"]})
    judged = expanded(patterns(ct_spans), lambda shown: span.expand(settings, shown))
    assert sum(part.times for part in judged.dimensions[""]) == 6673
    assert alpha(judged, "nominal").value == pytest.approx(0.2458, abs=5e-5)
    low, high = interval(judged, "nominal", np.random.default_rng(0)) or (0, 0)
    assert low < 0.2458 < high
    assert high - low > 0.04  # 42 sentences, however many characters they have


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_as_the_packages_compute_it(web_labels: Votes, level: Level) -> None:
    answers, shown = table(web_labels), patterns(web_labels)
    found = alpha(shown, level).value
    expected = krippendorff.alpha(answers.to_numpy(), level_of_measurement=level)
    assert found == pytest.approx(expected, abs=1e-12)
    assert found == pytest.approx(evalica.alpha(answers, distance=level).alpha, abs=1e-12)


def test_the_first_two_answers_of_each_record(rte_labels: Votes) -> None:
    """Over all ten answers alpha is .2415; a record's first two are a sample of them."""
    order = np.random.default_rng(0).permutation(len(rte_labels))
    votes = [rte_labels[place] for place in order]
    codes = np.unique([item for item, _, _ in votes], return_inverse=True)[1]
    early = [vote for vote, chosen in zip(votes, first(codes), strict=True) if chosen]
    shown = patterns(early)
    assert len(early) == 1600
    low, high = interval(shown, "nominal", np.random.default_rng(0)) or (0, 0)
    assert low < 0.2415 < high


def test_weighted_agreement_counts_near_misses(web_labels: Votes) -> None:
    shown, levels = patterns(web_labels), range(5)
    strict, lenient = ac1(shown, levels).value, ac2(shown, levels).value
    assert strict is not None
    assert lenient is not None
    assert strict < lenient
