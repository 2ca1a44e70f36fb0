import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.patterns import pairable, pattern, size


def test_equal_answers_are_counted_and_values_sorted() -> None:
    assert pattern(["tie", "a", "tie"]) == (("a", 1), ("tie", 2))
    assert pattern([10, 9, 10, 2]) == ((2, 1), (9, 1), (10, 2))
    assert pattern([]) == ()


@given(st.data(), st.lists(st.integers(0, 4), max_size=9))
def test_who_answered_first_is_forgotten(data: st.DataObject, answers: list[int]) -> None:
    assert pattern(data.draw(st.permutations(answers))) == pattern(answers)
    assert size(pattern(answers)) == len(answers)


def test_text_and_numbers_do_not_mix() -> None:
    with pytest.raises(TypeError):
        pattern(["3", 3])


def test_only_records_with_two_answers_are_pairable() -> None:
    shown = {pattern("ab"): 2, pattern("a"): 7, pattern(""): 1, pattern("aa"): 3, pattern("bb"): 0}
    assert pairable(shown) == [((("a", 1), ("b", 1)), 2), ((("a", 2),), 3)]


def test_a_negative_number_of_records_is_a_broken_count() -> None:
    with pytest.raises(ValueError, match="fewer than no records"):
        pairable({pattern("a"): -1})
