from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.pairs import errors, pairs
from labeling.quality.patterns import Unit
from labeling.quality.votes import Votes, votes

Given = dict[tuple[int, int], str]
ballots = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 5)), st.sampled_from("abc"), max_size=50
)
truths: st.SearchStrategy[dict[str | int, Unit]] = st.dictionaries(
    st.integers(0, 8), st.sampled_from("abcz"), max_size=9
)


def cast(given_votes: Given) -> Votes:
    return votes([(record, annotator, value) for (record, annotator), value in given_votes.items()], "abc")


@given(ballots, truths)
def test_every_pair_by_definition(given_votes: Given, truth: dict[str | int, Unit]) -> None:
    expected: dict[tuple[int, int], Counter[str]] = {}
    for (record, one), (again, other) in combinations(sorted(given_votes), 2):
        if record == again:
            mine, theirs = given_votes[record, one], given_votes[record, other]
            off = record in truth and truth[record] not in (mine, theirs)
            met = expected.setdefault((one, other), Counter())
            met.update(common=1, equal=mine == theirs, settled=record in truth, off=off)
            met.update(alike=off and mine == theirs)
    ballot = cast(given_votes)
    found = pairs(ballot, ballot.known(truth))
    assert len(found) == len(expected)
    for place in range(len(found)):
        names = ballot.annotators[found.first[place]], ballot.annotators[found.second[place]]
        counts = expected[names]
        for field in ("common", "equal", "settled", "off", "alike"):
            assert getattr(found, field)[place] == counts[field]


@given(ballots)
def test_without_a_consensus_nothing_is_off(given_votes: Given) -> None:
    found = pairs(cast(given_votes))
    assert not found.settled.any()
    assert not found.off.any()
    assert not found.alike.any()


@given(ballots, truths)
def test_errors_by_definition(given_votes: Given, truth: dict[str | int, Unit]) -> None:
    ballot = cast(given_votes)
    shares = errors(ballot, ballot.known(truth))
    for annotator, share in zip(ballot.annotators, shares, strict=True):
        own = [
            value != truth[record]
            for (record, who), value in given_votes.items()
            if who == annotator and record in truth
        ]
        assert share == pytest.approx(sum(own) / len(own) if own else np.nan, nan_ok=True)


def test_two_who_copy_each_other_stand_out() -> None:
    rng = np.random.default_rng(6)
    truth = rng.integers(0, 4, 200)
    told = np.where(rng.random((200, 6)) < 0.7, truth[:, None], rng.integers(0, 4, (200, 6)))
    told[:, 5] = told[:, 4]
    ballot = votes(
        (record, person, int(told[record, person])) for record in range(200) for person in range(6)
    )
    found = pairs(ballot, truth)
    copies = np.flatnonzero(found.alike == found.alike.max())
    assert [(found.first[place], found.second[place]) for place in copies] == [(4, 5)]
    assert found.equal[copies[0]] == found.common[copies[0]] == 200
