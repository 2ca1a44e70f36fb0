from collections import Counter

import numpy as np
import pandas as pd
import pytest
from crowdkit.aggregation import DawidSkene
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality import dawid_skene
from labeling.quality.dawid_skene import Fit, fit
from labeling.quality.votes import Votes, votes
from tests.labeling.quality.recorded_campaign import recording

Vote = tuple[str, str, str]
CROWDS = ["rte", "dog", "web"]

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:crowdkit")

crowds = st.dictionaries(
    st.tuples(st.sampled_from("pqrstlmn"), st.sampled_from("uvwxyz")),
    st.sampled_from("abc"),
    min_size=1,
    max_size=40,
).map(lambda chosen: [(record, annotator, value) for (record, annotator), value in chosen.items()])


def accuracy(found: Fit, counted: Votes, truth: dict[str, int]) -> float:
    right = found.decisions.accuracy(counted.known(truth))
    assert right is not None
    return right


def sample(size: int, people: int, overlap: int, values: int, seed: int) -> tuple[list[Vote], dict[str, str]]:
    """People of various accuracy, who err in favour of the next value."""
    rng = np.random.default_rng(seed)
    skills = rng.uniform(0.4, 0.95, people)
    truth = {f"r{place}": str(rng.integers(values)) for place in range(size)}
    given = [
        (record, f"w{who}", value if rng.random() < skills[who] else str((int(value) + 1) % values))
        for record, value in truth.items()
        for who in rng.choice(people, overlap, replace=False)
    ]
    return given, truth


def thinned(
    given: list[tuple[str, str, int]], most: int, rng: np.random.Generator
) -> list[tuple[str, str, int]]:
    """So many votes a record, taken at random."""
    seen: Counter[str] = Counter()
    kept = []
    for place in rng.permutation(len(given)):
        seen[given[place][0]] += 1
        if seen[given[place][0]] <= most:
            kept.append(given[place])
    return kept


@pytest.mark.parametrize(("name", "least"), [("rte", 0.9275), ("dog", 0.8426), ("web", 0.8274)])
def test_recorded_crowds(name: str, least: float) -> None:
    """As good as the best published figure of the method, or on web within .002 of it."""
    given, truth = recording(name)
    counted = votes(given)
    assert accuracy(fit(counted), counted, truth) >= least


@pytest.mark.parametrize("name", CROWDS)
def test_no_worse_than_the_reference(name: str) -> None:
    given, truth = recording(name)
    counted = votes(given)
    reference = DawidSkene(n_iter=100).fit_predict(pd.DataFrame(given, columns=["task", "worker", "label"]))
    known = [record for record in reference.index if record in truth]
    right = float(np.mean([reference[record] == truth[record] for record in known]))
    found = fit(counted)
    assert accuracy(found, counted, truth) >= right - 0.002
    ours = dict(zip(counted.records, found.decisions.chosen, strict=True))
    same = [counted.values[ours[record]] == reference[record] for record in known]
    assert np.mean(same) > 0.97


def test_with_a_faint_prior_it_is_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dawid_skene, "prior", lambda values: np.full((values, values), 1e-9))
    monkeypatch.setattr(dawid_skene, "CLASS_PRIOR", 1e-9)
    monkeypatch.setattr(dawid_skene, "CHANGE", 0.0)
    given, _ = sample(300, 12, 6, 3, seed=1)
    reference = DawidSkene(n_iter=50, tol=0).fit(pd.DataFrame(given, columns=["task", "worker", "label"]))
    counted = votes(given)
    found = fit(counted)
    assert reference.probas_ is not None
    expected = reference.probas_.loc[list(counted.records), list(counted.values)].to_numpy()
    assert found.posteriors == pytest.approx(expected, abs=1e-6)


def test_the_likelihood_is_that_of_the_votes_by_hand() -> None:
    given, _ = sample(30, 5, 3, 2, seed=3)
    counted = votes(given)
    found = fit(counted)
    model = found.model
    total = 0.0
    for record in counted.records:
        joint = model.priors.copy()
        for _, annotator, value in (vote for vote in given if vote[0] == record):
            joint *= model.confusions[model.annotators.index(annotator), :, model.values.index(value)]
        total += np.log(joint.sum())
    assert found.log_likelihood == pytest.approx(total, abs=1e-9)


@given(st.data(), crowds)
def test_the_order_of_votes_does_not_matter(data: st.DataObject, given: list[Vote]) -> None:
    one, other = fit(votes(given)), fit(votes(data.draw(st.permutations(given))))
    assert (one.posteriors == other.posteriors).all()
    assert one.log_likelihood == other.log_likelihood


@given(st.permutations("uvwxyz"), crowds)
def test_the_names_of_annotators_do_not_matter(names: list[str], given: list[Vote]) -> None:
    new = dict(zip("uvwxyz", names, strict=True))
    renamed = fit(votes([(record, new[annotator], value) for record, annotator, value in given]))
    assert renamed.posteriors == pytest.approx(fit(votes(given)).posteriors, abs=1e-6)


@given(crowds)
def test_never_a_nan_and_rows_are_distributions(given: list[Vote]) -> None:
    found = fit(votes(given))
    assert found.posteriors.sum(axis=1) == pytest.approx(1)
    assert found.model.priors.sum() == pytest.approx(1)
    assert found.model.confusions.sum(axis=2) == pytest.approx(1)
    assert found.model.confusions.min() > 0
    assert np.isfinite(found.log_likelihood)
    assert 1 <= found.iterations <= dawid_skene.ITERATIONS


@given(crowds)
def test_a_single_vote_stands(given: list[Vote]) -> None:
    counted = votes(given)
    found = fit(counted)
    for record in np.flatnonzero(counted.overlap == 1):
        voted = counted.value[counted.start[record]]
        assert found.posteriors[record, voted] >= found.posteriors[record].max() - 1e-12


def test_single_votes_teach_nothing() -> None:
    given, _ = sample(50, 6, 3, 3, seed=5)
    alone = [(f"alone{place}", "w0", "0") for place in range(100)]
    one, both = fit(votes(given)), fit(votes(given + alone))
    assert both.model.confusions == pytest.approx(one.model.confusions, abs=1e-12)
    assert both.log_likelihood == pytest.approx(one.log_likelihood, abs=1e-9)


@given(crowds, st.dictionaries(st.sampled_from("pqrstlmn"), st.sampled_from("abc")))
def test_what_is_known_stays(given: list[Vote], known: dict[str, str]) -> None:
    counted = votes(given, "abc")
    found = fit(counted, known)
    for record, value in known.items():
        if record in counted.records:
            row = found.posteriors[counted.records.index(record)].tolist()
            assert row == [float(one == value) for one in "abc"]


def test_a_known_value_must_be_one_of_the_values() -> None:
    with pytest.raises(ValueError, match="none of the values"):
        fit(votes([("r", "w", "a")]), {"r": "z"})


def test_controls_teach() -> None:
    """Three votes a record of web, a tenth of the records known: better on the rest, over six samples."""
    given, truth = recording("web")
    gains = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        counted = votes(thinned(given, 3, rng))
        controls = {str(record): truth[record] for record in rng.choice(sorted(truth), 266, replace=False)}
        rest = {record: value for record, value in truth.items() if record not in controls}
        gains.append(accuracy(fit(counted, controls), counted, rest) - accuracy(fit(counted), counted, rest))
    assert np.mean(gains) > 0.005


def test_it_sees_through_somebody_who_is_always_wrong() -> None:
    truth = {f"r{place}": "ab"[place % 2] for place in range(200)}
    rng = np.random.default_rng(0)
    given = [
        (record, f"honest{who}", value if rng.random() < 0.8 else "ab"["ab".index(value) - 1])
        for record, value in truth.items()
        for who in range(3)
    ]
    given += [(record, "liar", "ab"["ab".index(value) - 1]) for record, value in truth.items()]
    given += [(record, "clicker", str(rng.choice(["a", "b"]))) for record in truth]
    model = fit(votes(given)).model
    informative = dict(zip(model.annotators, model.informativeness, strict=True))
    right = dict(zip(model.annotators, model.accuracies, strict=True))
    assert right["liar"] < 0.05
    assert informative["liar"] > informative["honest0"] > 0.4
    assert informative["clicker"] < 0.2


def test_everybody_gives_one_value() -> None:
    found = fit(votes([("r", "v", "a"), ("r", "w", "a"), ("s", "w", "a")]))
    assert found.posteriors.tolist() == [[1.0], [1.0]]
    assert found.log_likelihood == pytest.approx(0)


def test_no_votes_yet() -> None:
    found = fit(votes([], ["a", "b"]))
    assert found.posteriors.shape == (0, 2)
    assert found.model.priors.tolist() == [0.5, 0.5]


def test_a_thousand_votes_on_one_record_do_not_underflow() -> None:
    given = [("r", f"w{who}", "ab"[who % 3 == 0]) for who in range(2000)] + [
        (f"s{place}", f"w{who}", "ab"[place % 2]) for place in range(3) for who in range(2000)
    ]
    found = fit(votes(given))
    assert not np.isnan(found.posteriors).any()
    assert found.posteriors[0].max() == pytest.approx(1)
