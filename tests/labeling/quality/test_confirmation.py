from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.confirmation import confirmation, similarity
from labeling.quality.ranking import agrees
from labeling.quality.votes import Votes, votes

Given = dict[tuple[int, int], str]
ballots = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 6)), st.sampled_from("abcd"), max_size=60
)


def cast(given_votes: Given) -> Votes:
    return votes([(record, annotator, value) for (record, annotator), value in given_votes.items()], "abcd")


@given(ballots)
def test_everybody_is_measured_by_the_others(given_votes: Given) -> None:
    counts: dict[int, Counter[str]] = {}
    for (record, _), value in given_votes.items():
        counts.setdefault(record, Counter())[value] += 1
    ballot = cast(given_votes)
    found = confirmation(ballot)
    for place, annotator in enumerate(ballot.annotators):
        own = [
            agrees(value, counts[record]) for (record, who), value in given_votes.items() if who == annotator
        ]
        assert found.agreed[place] == sum(verdict is True for verdict in own)
        assert found.compared[place] == sum(verdict is not None for verdict in own)


@given(ballots)
def test_similarity_is_the_mean_over_all_meetings(given_votes: Given) -> None:
    ballot = cast(given_votes)
    found = similarity(ballot)
    for place, annotator in enumerate(ballot.annotators):
        alike = [
            mine == theirs
            for (record, who), mine in given_votes.items()
            for (again, other), theirs in given_votes.items()
            if who == annotator and record == again and other != annotator
        ]
        assert found[place] == pytest.approx(sum(alike) / len(alike) if alike else np.nan, nan_ok=True)


def test_similarity_takes_any_measure_and_leaves_out_what_has_none() -> None:
    ballot = votes([(1, "eve", 1), (1, "sam", 3), (2, "eve", 2), (2, "kim", 2)])
    closeness = np.array([[1, 0.5, 0], [0.5, np.nan, 0.5], [0, 0.5, 1]])
    found = similarity(ballot, lambda one, other: closeness[one, other])
    assert dict(zip(ballot.annotators, found, strict=True)) == pytest.approx(
        {"eve": 0.0, "sam": 0.0, "kim": np.nan}, nan_ok=True
    )


def test_the_careless_of_the_recorded_campaign_are_confirmed_least(
    rte_labels: list[tuple[str, str, int]], rte_truth: dict[str, int]
) -> None:
    """Nine of 164 people are right on less than 60%."""
    ballot = votes(rte_labels)
    right = ballot.value == np.array([rte_truth[str(name)] for name in ballot.records])[ballot.record]
    careless = np.bincount(ballot.annotator[right], minlength=164) / ballot.given < 0.6
    found = confirmation(ballot)
    for shares in (found.agreed / found.compared, similarity(ballot)):
        below = shares[careless][:, None] < shares[~careless][None, :]
        assert careless.sum() == 9
        assert below.mean() > 0.9
