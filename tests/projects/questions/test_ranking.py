from typing import Any

import pytest

from projects.questions import InvalidAnswer, kind

RANKING = kind("ranking")
STRICT = RANKING.settings({"options": ["a", "b", {"value": "c", "text": "Cee"}]})
TIED = RANKING.settings({"options": ["a", "b", "c"], "ties": True})
LONG = RANKING.settings({"options": list("abcdefgh")})


@pytest.mark.parametrize("answer", [["c", "a", "b"], [["c"], ["a"], ["b"]], [["c"], "a", ["b"]]])
def test_a_ranking_may_be_sent_flat(answer: Any) -> None:
    assert RANKING.clean(STRICT, answer) == [["c"], ["a"], ["b"]]
    assert RANKING.clean(TIED, answer) == [["c"], ["a"], ["b"]]


def test_a_tier_is_in_the_order_of_the_options() -> None:
    assert RANKING.clean(TIED, [["c", "a"], ["b"]]) == [["a", "c"], ["b"]]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "a list, best first"),
        ("abc", "a list, best first"),
        ({"a": 1}, "a list, best first"),
        ([["a"], ["b"], [], ["c"]], "of values or of lists of values"),
        (["a", "b", 3], "of values or of lists of values"),
        ([["a"], ["b"], [["c"]]], "and nothing else"),
        (["a", "b", "Cee"], "and nothing else"),
        (["a", "b"], "every option, each once"),
        ([], "every option, each once"),
        (["a", "b", "c", "a"], "every option, each once"),
        (["a", "b", "b"], "every option, each once"),
        ([["a", "a", "b", "c"]], "every option, each once"),
        ([["a", "b"], ["c"]], "cannot share a place"),
    ],
)
def test_what_does_not_fit_is_refused_and_said(answer: Any, message: str) -> None:
    with pytest.raises(InvalidAnswer, match=message):
        RANKING.clean(STRICT, answer)


def test_each_pair_is_judged_by_itself() -> None:
    a: Any
    b: Any
    a, b = RANKING.unit(TIED, [["a"], ["b", "c"]]), RANKING.unit(TIED, [["c"], ["a"], ["b"]])
    assert a == '[["a"],["b","c"]]'
    assert list(RANKING.expand(TIED, ((a, 2), (b, 1)))) == [
        ("", (("first", 3),), 1),
        ("", (("first", 2), ("second", 1)), 1),
        ("", (("second", 1), ("tied", 2)), 1),
    ]


def test_one_swapped_pair_of_three_is_a_third_less_alike() -> None:
    assert RANKING.similarity(STRICT, [["a"], ["b"], ["c"]], [["b"], ["a"], ["c"]]) == pytest.approx(2 / 3)
    assert RANKING.distance(STRICT, [["a"], ["b"], ["c"]], [["c"], ["b"], ["a"]]) == 1


def test_a_control_tolerates_a_share_of_the_pairs() -> None:
    accepted, answer = [["a"], ["b"], ["c"]], [["b"], ["a"], ["c"]]
    assert not RANKING.grade(STRICT, answer, accepted)
    assert not RANKING.grade(STRICT, answer, accepted, 0.3)
    assert RANKING.grade(STRICT, answer, accepted, 1 / 3)


def test_the_closest_ranking_is_the_consensus() -> None:
    orders = [["a", "b", "c"], ["b", "a", "c"], ["a", "c", "b"]]
    found = RANKING.aggregate(STRICT, [RANKING.clean(STRICT, order) for order in orders])
    assert (found.value, found.tied) == ([["a"], ["b"], ["c"]], ())
    assert found.share == pytest.approx((1 + 2 / 3 + 2 / 3) / 3)


def test_rankings_that_fit_equally_well_are_a_tie() -> None:
    found = RANKING.aggregate(STRICT, [[["a"], ["b"], ["c"]], [["b"], ["a"], ["c"]]])
    assert found.tied == ([["a"], ["b"], ["c"]], [["b"], ["a"], ["c"]])
    assert (found.value, found.reason) == (None, "several rankings fit equally well")


def test_weights_break_ties() -> None:
    assert RANKING.aggregate(STRICT, [[["a"], ["b"], ["c"]], [["b"], ["a"], ["c"]]], [1, 2]).value[0] == ["b"]


def test_of_many_tied_rankings_a_few_are_listed() -> None:
    forth, back = ([[value] for value in order] for order in ("abcdefgh", "hgfedcba"))
    assert len(RANKING.aggregate(LONG, [forth, back]).tied) == 8


def test_an_answer_is_described_in_order_and_has_a_column_for_each_place() -> None:
    assert RANKING.describe(STRICT, [["c"], ["a"], ["b"]]) == "Cee > a > b"
    assert RANKING.describe(TIED, [["a", "c"], ["b"]]) == "a = c > b"
    assert RANKING.columns("q", TIED, [["a", "c"], ["b"]]) == {
        "q": '[["a","c"],["b"]]',
        "q[a]": 1,
        "q[b]": 3,
        "q[c]": 1,
    }


def test_only_wording_may_change_later() -> None:
    assert RANKING.editable(STRICT, RANKING.settings({"options": ["a", "b", "c"]}))
    assert not RANKING.editable(STRICT, TIED)
