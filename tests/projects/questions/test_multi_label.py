from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.questions import Consensus, InvalidAnswer, kind

MULTI = kind("multi_label")
OPTIONS = ["a", "b", {"value": "c", "text": "Cee"}]
ANY = MULTI.settings({"options": OPTIONS})
ONE_OR_TWO = MULTI.settings({"options": OPTIONS, "least": 1, "most": 2})
TWO = MULTI.settings({"options": OPTIONS, "least": 2, "most": 2})


def test_an_answer_is_in_the_order_of_the_options() -> None:
    assert MULTI.clean(ANY, ["c", "a"]) == ["a", "c"]
    assert MULTI.clean(ANY, []) == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("a", "a list of their values"),
        (None, "a list of their values"),
        ({"a": True}, "a list of their values"),
        ([["a"]], "a list of their values"),
        (["a", 1], "a list of their values"),
        (["Cee"], "Choose from the options"),
        (["a", "a"], "Choose each option once"),
        ([], "at least 1 option"),
        (["a", "b", "c"], "at most 2 options"),
    ],
)
def test_what_does_not_fit_is_refused_and_said(answer: Any, message: str) -> None:
    with pytest.raises(InvalidAnswer, match=message):
        MULTI.clean(ONE_OR_TWO, answer)


def test_each_option_is_judged_by_itself() -> None:
    units: list[Any] = [MULTI.unit(ANY, answer) for answer in (["a"], ["a", "b"], [])]
    assert units == ['["a"]', '["a","b"]', "[]"]
    pattern = tuple(sorted((unit, 1) for unit in units))
    assert list(MULTI.expand(ANY, pattern)) == [
        ("a", ((0, 1), (1, 2)), 1),
        ("b", ((0, 2), (1, 1)), 1),
        ("c", ((0, 3),), 1),
    ]


def test_similarity_is_what_is_common_among_what_either_chose() -> None:
    assert MULTI.similarity(ANY, ["a", "b"], ["b", "c"]) == pytest.approx(1 / 3)
    assert MULTI.similarity(ANY, [], []) == 1
    assert MULTI.similarity(ANY, [], ["a"]) == 0


def test_a_control_tolerates_what_it_is_told_to() -> None:
    assert not MULTI.grade(ANY, ["a", "b"], ["a"])
    assert MULTI.grade(ANY, ["a", "b"], ["a"], 0.5)
    assert not MULTI.grade(ANY, ["a", "b"], ["a"], 0.4)


def test_more_than_half_decide_on_each_option() -> None:
    found = MULTI.aggregate(ANY, [["a"], ["a", "b"], ["b", "c"]])
    assert (found.value, found.tied) == (["a", "b"], ())
    assert found.share == pytest.approx((1 / 2 + 1 + 1 / 3) / 3)
    assert MULTI.aggregate(ANY, [["a"], ["b"], ["c"]]).value == []


def test_an_option_at_exactly_half_is_a_tie() -> None:
    assert MULTI.aggregate(ANY, [["a"], ["a", "c"]]) == Consensus(
        None, None, (["a"], ["a", "c"]), 2, "a tie between Cee"
    )


def test_weights_break_ties() -> None:
    assert MULTI.aggregate(ANY, [["a"], ["c"]], [2, 1]).value == ["a"]


def test_the_bounds_hold_for_the_consensus_too() -> None:
    assert MULTI.aggregate(ONE_OR_TWO, [["a"], ["a"], ["b"], ["b"], ["c"]]).tied == (["a"], ["b"])
    assert MULTI.aggregate(TWO, [["a", "b"], ["b", "c"], ["a", "c"]]).reason == "a tie between a, b, Cee"
    assert MULTI.aggregate(ONE_OR_TWO, [["a"], ["a"], ["b"], ["b", "c"], ["b"]]).value == ["b"]


SETS = [list(chosen) for size in range(4) for chosen in combinations("abc", size)]
BOUNDED = st.sampled_from([(0, None), (1, 2), (2, 2), (0, 1), (1, None), (3, 3)])


@settings(max_examples=200, deadline=None)
@given(
    BOUNDED, st.lists(st.tuples(st.sampled_from(SETS), st.sampled_from([1, 2, 3])), min_size=1, max_size=6)
)
def test_the_consensus_differs_least_from_all_answers(
    bounds: tuple[int, int | None], votes: list[tuple[list[str], int]]
) -> None:
    least, most = bounds
    allowed = [chosen for chosen in SETS if least <= len(chosen) <= (most or 3)]
    votes = [vote for vote in votes if vote[0] in allowed] or [(allowed[0], 1)]
    cost = [sum(w * len({*chosen} ^ {*vote}) for vote, w in votes) for chosen in allowed]
    closest = [chosen for chosen, found in zip(allowed, cost, strict=True) if found == min(cost)]

    given_ = MULTI.settings({"options": OPTIONS, "least": least, "most": most})
    found = MULTI.aggregate(given_, [vote for vote, _ in votes], [w for _, w in votes])
    assert sorted(chain(found.tied, [found.value] if found.value is not None else [])) == sorted(closest)


def test_of_many_tied_sets_a_few_are_listed() -> None:
    many = MULTI.settings({"options": [str(n) for n in range(500)]})
    found = MULTI.aggregate(many, [[], [str(n) for n in range(500)]])
    assert found.value is None
    assert len(found.tied) == 8


def test_an_answer_is_described_in_words_and_has_a_column_for_each_option() -> None:
    assert MULTI.describe(ANY, ["a", "c"]) == "a, Cee"
    assert MULTI.describe(ANY, []) == "None of the options"
    assert MULTI.columns("q", ANY, ["a", "c"]) == {"q": '["a","c"]', "q[a]": 1, "q[b]": 0, "q[c]": 1}
    assert MULTI.columns("q", ANY, []) == {"q": "[]", "q[a]": 0, "q[b]": 0, "q[c]": 0}


def test_only_wording_may_change_later() -> None:
    assert MULTI.editable(ANY, MULTI.settings({"options": ["a", "b", "c"]}))
    assert not MULTI.editable(ANY, ONE_OR_TWO)
    assert not MULTI.editable(ANY, MULTI.settings({"options": ["b", "a", "c"]}))
