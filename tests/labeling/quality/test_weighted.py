import numpy as np
import pandas as pd
import pytest
from crowdkit.aggregation import MajorityVote
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.consensus import majority
from labeling.quality.votes import votes
from labeling.quality.weighted import plurality, weigh, weight, weighted
from tests.labeling.quality.recorded_campaign import recording

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:crowdkit")
CROWDS = ["rte", "dog", "web"]
crowds = st.dictionaries(
    st.tuples(st.sampled_from("pqrstlmn"), st.sampled_from("uvwxyz")),
    st.sampled_from("abc"),
    min_size=1,
    max_size=40,
).map(lambda chosen: [(record, annotator, value) for (record, annotator), value in chosen.items()])


def test_a_vote_weighs_the_log_odds() -> None:
    assert weight(0.9, 2) == pytest.approx(np.log(9))
    assert weight(0.9, 4) == pytest.approx(np.log(27))
    assert weight(0.5, 2) == 0
    assert weight(0.05, 2) == 0
    assert weight(0.7, 1) == 1


@pytest.mark.parametrize(
    ("answers", "winners", "share"),
    [
        ([("a", 1.0), ("b", 2.5), ("a", 1.0)], ("b",), 2.5 / 4.5),
        ([("b", 0.1), ("b", 0.2), ("a", 0.3)], ("a", "b"), 0.5),  # .1 + .2 is not .3 in floating point
        ([("b", 1.0), ("a", 1.0 - 1e-11)], ("b",), 0.5),
        ([("b", 0.0), ("a", 0.0)], ("a", "b"), 0.5),
        ([("b", 0.0)], ("b",), 1.0),
        ([], (), 0.0),
    ],
)
def test_weighted(answers: list[tuple[str, float]], winners: tuple[str, ...], share: float) -> None:
    found, of_all = weighted(answers)
    assert found == winners
    assert of_all == pytest.approx(share)


@given(st.lists(st.sampled_from("abc")))
def test_equal_weights_make_the_majority(answers: list[str]) -> None:
    winners, share = majority({value: answers.count(value) for value in answers})
    found, of_all = weighted((value, 0.7) for value in answers)
    assert found == winners
    assert of_all == pytest.approx(share)


@given(crowds)
def test_plurality_is_the_majority_of_each_record(given_: list[tuple[str, str, str]]) -> None:
    counted = votes(given_)
    found = plurality(counted)
    for place, record in enumerate(counted.records):
        values = [value for one, _, value in given_ if one == record]
        winners, share = majority({value: values.count(value) for value in values})
        assert tuple(counted.values[v] for v in found.value[found.record == place]) == winners
        assert found.share[place] == pytest.approx(share)


@pytest.mark.parametrize("name", CROWDS)
def test_the_reference_majority_where_there_is_no_tie(name: str) -> None:
    given_, _ = recording(name)
    frame = pd.DataFrame(given_, columns=["task", "worker", "label"])
    reference = MajorityVote().fit_predict(frame)
    counted = votes(given_)
    chosen = plurality(counted).chosen
    decided = {record: place for record, place in zip(counted.records, chosen, strict=True) if place >= 0}
    assert len(decided) > 0.7 * len(counted.records)
    assert all(reference[record] == counted.values[place] for record, place in decided.items())


@pytest.mark.parametrize(
    ("name", "plain", "least"), [("rte", 0.8969, 0.928), ("dog", 0.8222, 0.831), ("web", 0.7307, 0.830)]
)
def test_recorded_crowds(name: str, plain: float, least: float) -> None:
    given_, truth = recording(name)
    counted = votes(given_)
    known = counted.known(truth)
    before, after = plurality(counted).accuracy(known), weigh(counted).decisions.accuracy(known)
    assert before == pytest.approx(plain, abs=5e-5)
    assert after is not None
    assert after >= least


@given(crowds)
def test_what_is_decided_follows_from_the_weights(given_: list[tuple[str, str, str]]) -> None:
    counted = votes(given_)
    found = weigh(counted)
    ability = dict(zip(counted.annotators, found.weights, strict=True))
    for place, record in enumerate(counted.records):
        answers = [(value, float(ability[who])) for one, who, value in given_ if one == record]
        winners, share = weighted(answers)
        decisions = found.decisions
        assert tuple(counted.values[v] for v in decisions.value[decisions.record == place]) == winners
        assert decisions.share[place] == pytest.approx(share)


@given(st.data(), crowds)
def test_the_order_of_votes_does_not_matter(data: st.DataObject, given_: list[tuple[str, str, str]]) -> None:
    one, other = weigh(votes(given_)), weigh(votes(data.draw(st.permutations(given_))))
    assert (one.skills == other.skills).all()
    assert (one.decisions.chosen == other.decisions.chosen).all()


def test_a_single_vote_teaches_nothing_unless_the_truth_is_known() -> None:
    counted = votes([(f"r{place}", "w", "a") for place in range(10)], ["a", "b"])
    assert weigh(counted).skills == pytest.approx([4 / 6])
    assert weigh(counted, {"r0": "a", "r1": "a", "r2": "b"}).skills == pytest.approx([6 / 9])


def test_no_votes_yet() -> None:
    assert weigh(votes([], ["a", "b"])).decisions.chosen.tolist() == []
