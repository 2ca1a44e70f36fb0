import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.confusion import Model, prior
from labeling.quality.dawid_skene import fit
from labeling.quality.votes import votes
from tests.labeling.quality.recorded_campaign import recording


@pytest.fixture
def model() -> Model:
    sure = [[0.9, 0.1], [0.2, 0.8]]
    random = [[0.6, 0.4], [0.6, 0.4]]
    return Model(("no", "yes"), np.array([0.75, 0.25]), ("clicker", "expert"), np.array([random, sure]))


def test_for_two_values_the_prior_is_the_measured_one() -> None:
    assert prior(2) == pytest.approx(np.array([[0.5, 0.1], [0.1, 0.5]]))


@pytest.mark.parametrize("values", [1, 2, 3, 5, 100])
def test_the_prior_weighs_the_same_however_many_values_there_are(values: int) -> None:
    assert prior(values).sum() == pytest.approx(1.2 if values > 1 else 1.0)
    assert (prior(values) > 0).all()


def test_figures_by_hand(model: Model) -> None:
    assert model.accuracies == pytest.approx([0.75 * 0.6 + 0.25 * 0.4, 0.75 * 0.9 + 0.25 * 0.8])
    assert model.informativeness == pytest.approx([0, 0.7])  # |.9 - .55| + |.1 - .45|, whichever is true


def test_a_posterior_by_hand(model: Model) -> None:
    joint = np.array([0.75 * 0.1 * 0.6, 0.25 * 0.8 * 0.6])
    found = model.posterior([("expert", "yes"), ("clicker", "no")])
    assert found == pytest.approx(dict(zip(["no", "yes"], joint / joint.sum(), strict=True)))


def test_without_votes_there_are_the_priors(model: Model) -> None:
    assert model.posterior([]) == pytest.approx({"no": 0.75, "yes": 0.25})


def test_a_stranger_is_assumed_to_be_as_the_prior_says(model: Model) -> None:
    assert model.confusion("stranger") == pytest.approx(np.array([[5, 1], [1, 5]]) / 6)
    joint = np.array([0.75 * 0.1 * 1 / 6, 0.25 * 0.8 * 5 / 6])
    found = model.posterior([("expert", "yes"), ("stranger", "yes")])
    assert found["yes"] == pytest.approx(joint[1] / joint.sum())


def test_a_single_vote_stays_the_most_probable(model: Model) -> None:
    """By the model alone, the clicker's yes would mean no with .75."""
    assert model.posterior([("clicker", "yes")]) == pytest.approx({"yes": 0.75, "no": 0.25})


def test_a_value_it_does_not_know_is_refused(model: Model) -> None:
    with pytest.raises(KeyError):
        model.posterior([("expert", "maybe")])


@given(st.permutations([("expert", "yes"), ("clicker", "no"), ("stranger", "yes"), ("other", "no")]))
def test_the_order_of_votes_does_not_matter(votes: list[tuple[str, str]]) -> None:
    model = Model(("no", "yes"), np.array([0.3, 0.7]), ("expert",), np.array([[[0.9, 0.1], [0.3, 0.7]]]))
    assert model.posterior(votes) == model.posterior(sorted(votes))


def test_between_fits_it_says_what_the_fit_said() -> None:
    given, _ = recording("dog")
    counted = votes(given)
    found = fit(counted)
    by_record: dict[str, list[tuple[str, int]]] = {}
    for record, annotator, value in given:
        by_record.setdefault(record, []).append((annotator, value))
    for place, name in list(enumerate(counted.records))[::20]:
        one = found.model.posterior(by_record[str(name)])
        assert list(one.values()) == pytest.approx(found.posteriors[place], abs=1e-9)


def test_it_survives_json(model: Model) -> None:
    again = Model.from_json(json.loads(json.dumps(model.as_json())))
    assert (again.values, again.annotators) == (model.values, model.annotators)
    assert (again.priors == model.priors).all()
    assert (again.confusions == model.confusions).all()
    assert again.posterior([("expert", "no")]) == model.posterior([("expert", "no")])


def test_so_does_one_that_knows_nobody() -> None:
    empty = fit(votes([], ["a", "b"])).model
    assert Model.from_json(empty.as_json()).posterior([("w", "b")])["b"] == pytest.approx(5 / 6)
