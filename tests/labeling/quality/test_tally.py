from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.agreement import Level, alpha, interval, percent_agreement
from labeling.quality.chance import ac1
from labeling.quality.patterns import Pattern, pattern
from labeling.quality.tally import Tally

LEVELS: list[Level] = ["nominal", "ordinal", "interval", "ratio"]
votes = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=60)
"""(record, value) in the order they arrive."""


def streamed(arriving: list[tuple[int, int]]) -> Tally:
    tally = Tally()
    answers: dict[int, list[int]] = {}
    for record, value in arriving:
        before = pattern(answers.setdefault(record, []))
        answers[record].append(value)
        tally.move(before, pattern(answers[record]))
    return tally


def batch(arriving: list[tuple[int, int]]) -> Counter[Pattern]:
    answers: dict[int, list[int]] = {}
    for record, value in arriving:
        answers.setdefault(record, []).append(value)
    return Counter(pattern(given) for given in answers.values())


@given(votes, st.sampled_from(LEVELS))
def test_streaming_equals_the_batch(arriving: list[tuple[int, int]], level: Level) -> None:
    tally, whole = streamed(arriving), batch(arriving)
    assert dict(tally) == whole
    assert alpha(tally, level).value == pytest.approx(alpha(whole, level).value, abs=1e-12)
    assert ac1(tally).value == pytest.approx(ac1(whole).value, abs=1e-12)
    assert percent_agreement(tally) == pytest.approx(percent_agreement(whole), abs=1e-12)


@given(st.data(), votes, st.sampled_from(LEVELS))
def test_the_order_of_arrival_changes_no_bit(
    data: st.DataObject, arriving: list[tuple[int, int]], level: Level
) -> None:
    one, other = streamed(arriving), streamed(data.draw(st.permutations(arriving)))
    assert dict(one) == dict(other)
    assert alpha(one, level) == alpha(other, level)
    bounds = [interval(tally, level, np.random.default_rng(7), resamples=20) for tally in (one, other)]
    assert bounds[0] == bounds[1]


@given(votes, st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=5), max_size=5))
def test_what_is_added_and_removed_leaves_no_trace(
    arriving: list[tuple[int, int]], extra: list[list[int]]
) -> None:
    tally = streamed(arriving)
    before = dict(tally)
    for answers in extra:
        tally.add(pattern(answers), 3)
    for answers in reversed(extra):
        tally.remove(pattern(answers), 3)
    assert dict(tally) == before


@given(votes)
def test_everything_taken_back_leaves_nothing(arriving: list[tuple[int, int]]) -> None:
    tally = streamed(arriving)
    for shown, records in batch(arriving).items():
        tally.remove(shown, records)
    assert not tally
    assert len(tally) == 0


def test_an_exclusion_and_its_restoration() -> None:
    tally = Tally()
    tally.add(pattern("aab"), 2)
    tally.move(pattern("aab"), pattern("aa"))
    assert dict(tally) == {pattern("aab"): 1, pattern("aa"): 1}
    tally.move(pattern("aa"), pattern("aab"))
    assert dict(tally) == {pattern("aab"): 2}


def test_a_record_that_was_never_counted_cannot_go() -> None:
    tally = Tally()
    with pytest.raises(ValueError, match="fewer than no records"):
        tally.remove(pattern("ab"))
    assert not tally
