from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.posterior import posterior, skill, update

VALUES = ["a", "b", "c"]
skills = st.floats(0.05, 0.97)
answers = st.lists(st.tuples(st.sampled_from(VALUES), skills), max_size=8)


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [(0, 0, 4 / 6), (10, 0, 14 / 16), (1000, 0, 0.97), (0, 1000, 0.05), (2.5, 1.5, 6.5 / 10)],
)
def test_skill(right: float, wrong: float, expected: float) -> None:
    assert skill(right, wrong) == pytest.approx(expected)


def test_nobody_has_fewer_than_no_answers() -> None:
    with pytest.raises(ValueError, match="no answers"):
        skill(-1, 2)


def test_two_who_agree() -> None:
    """.8 * .9 against .2 * .1, of two values."""
    found = posterior([("a", 0.8), ("a", 0.9)], ["a", "b"])
    assert found == pytest.approx({"a": 0.72 / 0.74, "b": 0.02 / 0.74})


@given(answers, st.lists(st.floats(0.01, 1), min_size=3, max_size=3))
def test_it_is_bayes_rule(given_: list[tuple[str, float]], weights: list[float]) -> None:
    priors = dict(zip(VALUES, weights, strict=True))
    joint = {
        value: prior * prod(ability if answer == value else (1 - ability) / 2 for answer, ability in given_)
        for value, prior in priors.items()
    }
    total = sum(joint.values())
    expected = {value: one / total for value, one in joint.items()}
    assert posterior(given_, VALUES, priors) == pytest.approx(expected, abs=1e-9)


@given(answers)
def test_answer_by_answer_it_is_the_same(given_: list[tuple[str, float]]) -> None:
    found = posterior([], VALUES)
    for answer, ability in given_:
        found = update(found, answer, ability)
    assert found == pytest.approx(posterior(given_, VALUES), abs=1e-9)


@given(st.data(), answers)
def test_the_order_of_answers_does_not_matter(data: st.DataObject, given_: list[tuple[str, float]]) -> None:
    again = posterior(data.draw(st.permutations(given_)), VALUES)
    assert again == pytest.approx(posterior(given_, VALUES), abs=1e-12)


def test_without_answers_there_are_the_priors() -> None:
    assert posterior([], VALUES) == pytest.approx(dict.fromkeys(VALUES, 1 / 3))
    assert posterior([], ["a", "b"], {"a": 3, "b": 1}) == pytest.approx({"a": 0.75, "b": 0.25})


def test_one_option_is_certain_and_none_is_nothing() -> None:
    assert posterior([("a", 0.6)], ["a"]) == {"a": 1.0}
    assert posterior([], []) == {}


def test_thousands_of_answers_do_not_underflow() -> None:
    found = posterior([("a", 0.9)] * 5000 + [("b", 0.9)] * 4999, VALUES)
    assert found["a"] == pytest.approx(18 / 19)
    assert posterior([("a", 0.9)] * 5000, VALUES) == pytest.approx({"a": 1, "b": 0, "c": 0})


def test_an_answer_that_is_no_option_is_refused() -> None:
    with pytest.raises(KeyError):
        posterior([("z", 0.9)], VALUES)
