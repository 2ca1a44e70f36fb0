import pytest

from labeling.templatetags.figures import rounded, seconds, span_of_hours


@pytest.mark.parametrize(
    ("duration", "read"),
    [
        (None, "–"),
        (0.0, "< 1 s"),
        (0.9, "< 1 s"),
        (1.2, "1 s"),
        (59.4, "59 s"),
        (59.6, "1:00 min"),
        (61, "1:01 min"),
    ],
)
def test_a_duration_is_never_rounded_to_nothing(duration: float | None, read: str) -> None:
    assert seconds(duration) == read


@pytest.mark.parametrize(
    ("hours", "read"),
    [
        (0.001, "1 min"),
        (0.5, "30 min"),
        (1, "1 h"),
        (1.25, "1.2 h"),
        (47, "47 h"),
        (48, "2 days"),
        (600, "25 days"),
    ],
)
def test_hours_are_read_in_the_unit_they_are_thought_of_in(hours: float, read: str) -> None:
    assert span_of_hours(hours) == read


@pytest.mark.parametrize(("number", "read"), [(0.25, "0.2"), (3, "3"), (9.96, "10"), (1234.5, "1234")])
def test_small_numbers_have_a_decimal(number: float, read: str) -> None:
    assert rounded(number) == read
