import pytest

from labeling.templatetags.figures import seconds


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
