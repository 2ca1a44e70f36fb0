import pytest

from labeling.quality.suspicion import Speed, Timing, hasty, too_fast

SPEED = Speed()


@pytest.mark.parametrize(
    ("timing", "fast"),
    [
        (Timing(1.4), True),
        (Timing(1.5), False),
        (Timing(1.4, characters=60), False),
        (Timing(0.9, characters=60), True),
        (Timing(3.9, median=40.0), True),
        (Timing(4.0, median=40.0), False),
        (Timing(4.0, median=41.0, characters=2_400), True),
        (Timing(4.0, median=41.0, characters=240), False),
        (Timing(4.0, characters=2_400), False),
        (Timing(0.1, characters=0), False),
    ],
)
def test_too_fast_is_what_cannot_have_been_read(timing: Timing, fast: bool) -> None:
    """Quicker than any answer or than a tenth of what others take, and quicker than the text can be read."""
    assert too_fast(timing, SPEED) is fast


def answers(fast: int, slow: int) -> list[Timing]:
    return [Timing(12.0)] * slow + [Timing(0.5)] * fast


def test_more_than_three_in_ten_of_the_last_twenty_are_evidence() -> None:
    assert hasty(answers(6, 100), SPEED) is None
    found = hasty(answers(7, 100), SPEED)
    assert found is not None
    assert (found.kind, found.weight) == ("fast", 0.35)
    assert found.figures == {"fast": 7, "answers": 20, "median_seconds": 12.0}
    assert found.sentence == (
        "7 of the last 20 answers came faster than the record can be read; half of them within 12.0 seconds."
    )


def test_what_is_long_ago_is_forgotten() -> None:
    assert hasty([*answers(100, 0), *answers(0, 20)], SPEED) is None


def test_a_few_answers_are_no_evidence() -> None:
    assert hasty(answers(19, 0), SPEED) is None
    assert hasty(answers(20, 0), SPEED) is not None
