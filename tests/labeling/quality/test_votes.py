from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality import votes as module
from labeling.quality.patterns import pattern
from labeling.quality.votes import Ballot, Repeated, Votes, votes

Vote = tuple[str, str, str]

crowds = st.dictionaries(
    st.tuples(st.sampled_from("pqrst"), st.sampled_from("uvwxyz")), st.sampled_from("abc"), max_size=20
).map(lambda chosen: [(record, annotator, value) for (record, annotator), value in chosen.items()])


def triples(found: Votes) -> list[tuple[object, object, object]]:
    places = zip(found.record, found.annotator, found.value, strict=True)
    return [(found.records[r], found.annotators[a], found.values[v]) for r, a, v in places]


@given(crowds)
def test_every_vote_is_there_once_in_order(chosen: list[Vote]) -> None:
    assert triples(votes(chosen)) == sorted(chosen)


@given(st.data(), crowds)
def test_the_order_of_arrival_is_forgotten(data: st.DataObject, chosen: list[Vote]) -> None:
    one, other = votes(chosen), votes(data.draw(st.permutations(chosen)))
    assert (one.records, one.annotators, one.values) == (other.records, other.annotators, other.values)
    assert all(
        (getattr(one, name) == getattr(other, name)).all() for name in ("record", "annotator", "value")
    )


@given(crowds)
def test_the_patterns_are_those_of_each_record(chosen: list[Vote]) -> None:
    by_record: dict[str, list[str]] = {}
    for record, _, value in chosen:
        by_record.setdefault(record, []).append(value)
    assert votes(chosen).patterns() == Counter(map(pattern, by_record.values()))


def test_patterns_too_wide_for_one_number(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [
        (record, annotator, record * annotator % 7) for record, annotator in product(range(40), range(9))
    ]
    narrow = votes(chosen).patterns()
    monkeypatch.setattr(module, "NARROW", 1)
    assert votes(chosen).patterns() == narrow


def test_chunks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [(f"r{i % 5}", f"w{i // 5}", i % 3) for i in range(35)]
    whole = votes(chosen)
    monkeypatch.setattr(module, "CHUNK", 4)
    assert triples(votes(iter(chosen))) == triples(whole)


def test_counts() -> None:
    found = votes([("r1", "v", 1), ("r1", "w", 2), ("r2", "w", 1)])
    assert len(found) == 3
    assert found.overlap.tolist() == [2, 1]
    assert found.given.tolist() == [1, 2]
    assert found.start.tolist() == [0, 2]


def test_the_options_keep_their_order_and_may_be_unchosen() -> None:
    found = votes([("r", "w", "no")], ["yes", "no", "unsure"])
    assert found.values == ("yes", "no", "unsure")
    assert found.value.tolist() == [1]


def test_truth_is_placed_among_the_values() -> None:
    found = votes([("r1", "w", "a"), ("r2", "w", "b"), ("r3", "w", "b")])
    assert found.known({"r1": "b", "r3": "never given", "elsewhere": "a"}).tolist() == [1, -1, 2]


def test_no_votes() -> None:
    found = votes([], ["a", "b"])
    assert (len(found), found.records, found.patterns()) == (0, (), {})


def test_nobody_votes_twice_on_a_record() -> None:
    with pytest.raises(Repeated):
        votes([("r", "w", "a"), ("q", "w", "a"), ("r", "w", "b")])


def test_a_vote_for_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="none of the values"):
        votes([("r", "w", "c")], ["a", "b"])


def test_text_and_numbers_do_not_mix() -> None:
    with pytest.raises(TypeError):
        votes([("r", "v", 1), ("r", "w", "a")])


def test_columns_are_gathered_chunk_by_chunk() -> None:
    ballot = Ballot()
    ballot.add(["r2"], ["w"], ["b"])
    ballot.add(np.array(["r1", "r1"]).tolist(), ["w", "v"], ["a", "b"])
    assert triples(ballot.votes()) == [("r1", "v", "b"), ("r1", "w", "a"), ("r2", "w", "b")]
