import pytest

from labeling.replay.stopwatch import Stopwatch


def test_percentiles_of_what_succeeded():
    watch = Stopwatch()
    for _ in range(3):
        with watch.time("submit"):
            pass
    with pytest.raises(KeyError), watch.time("submit"):
        raise KeyError
    assert watch.count("submit") == 3
    median, high = watch.percentile("submit", 50), watch.percentile("submit", 95)
    assert median is not None
    assert high is not None
    assert 0 < median <= high < 1


def test_nothing_timed_has_no_percentile():
    assert Stopwatch().percentile("next", 50) is None


def test_failures_and_retries_are_counted_apart():
    watch = Stopwatch()
    watch.failed("409")
    watch.retried("reset")
    watch.retried("reset")
    assert (watch.failures, watch.retries) == (1, 2)
