"""What each collector makes of one history."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.rules import COLLECTORS, Entry
from labeling.quality.rules.collectors.base import Window

START = datetime(2026, 5, 4, 8, tzinfo=UTC)


def entry(minute: float, what: Any = "submitted", **known: Any) -> Entry:
    return Entry(what, START + timedelta(minutes=minute), **known)


DAY = [
    entry(0, seconds=30, value="a", agreed=True),
    entry(1, seconds=1.4, value="a", agreed=False),
    entry(2, seconds=20, value="b", passed=True),
    entry(3, "skipped", seconds=5),
    entry(4, "flagged", seconds=60),
    entry(5, "skipped", seconds=5),
    entry(6, seconds=1.5, value="b", passed=False, agreed=False),
    entry(7, seconds=10, agreed=True),
    entry(8, seconds=10, value="b"),
]


def figures(kind: str, happened: list[Entry], **settings: Any) -> Mapping[str, float | None]:
    tally = COLLECTORS[kind](**settings).start()
    for each in happened:
        tally.add(each)
    return tally.figures()


@pytest.mark.parametrize(
    ("kind", "settings", "found"),
    [
        ("answer_count", {}, {"answers": 6}),
        (
            "control_answers",
            {},
            {"answers": 2, "right": 1, "wrong": 1, "right_share": 0.5, "wrong_share": 0.5},
        ),
        (
            "control_answers",
            {"last": 1},
            {"answers": 1, "right": 0, "wrong": 1, "right_share": 0, "wrong_share": 1},
        ),
        (
            "majority",
            {},
            {"compared": 3, "agreed": 2, "disagreed": 1, "agreed_share": 2 / 3, "disagreed_share": 1 / 3},
        ),
        (
            "majority",
            {"last": 2},
            {"compared": 2, "agreed": 1, "disagreed": 1, "agreed_share": 0.5, "disagreed_share": 0.5},
        ),
        ("fast_answers", {}, {"answers": 6, "fast": 1, "fast_share": 1 / 6}),
        ("fast_answers", {"seconds": 15.0, "last": 3}, {"answers": 3, "fast": 3, "fast_share": 1}),
        ("skips_in_row", {}, {"skips": 0}),
        ("same_answer_in_row", {}, {"answers": 3}),
        ("flags", {}, {"records": 7, "flags": 1, "flagged_share": 1 / 7}),
        ("flags", {"last": 3}, {"records": 3, "flags": 0, "flagged_share": 0}),
        ("hours", {}, {"hours": 142.9 / 3600, "entries": 9, "total_hours": 142.9 / 3600}),
        ("hours", {"period": 0.05}, {"hours": 21.5 / 3600, "entries": 3, "total_hours": 142.9 / 3600}),
    ],
)
def test_figures(kind: str, settings: dict[str, Any], found: dict[str, float]) -> None:
    assert figures(kind, DAY, **settings) == pytest.approx(found)


def test_a_flag_does_not_end_a_row_of_skips() -> None:
    assert figures("skips_in_row", DAY[:6]) == {"skips": 2}


def test_another_answer_ends_the_row() -> None:
    assert figures("same_answer_in_row", [*DAY, entry(9, value="c")]) == {"answers": 1}


@pytest.mark.parametrize("kind", COLLECTORS)
def test_of_nothing_no_share_is_known(kind: str) -> None:
    found = figures(kind, [])
    assert {figure for figure, value in found.items() if value is None} == {
        f for f in found if f.endswith("_share")
    }
    assert all(not value for value in found.values())


@given(st.lists(st.booleans(), max_size=50), st.one_of(st.none(), st.integers(1, 20)))
def test_a_window_is_the_last_ones(seen: list[bool], last: int | None) -> None:
    window = Window(last)
    for hit in seen:
        window.add(hit)
    kept = seen if last is None else seen[-last:]
    assert (window.size, window.hits) == (len(kept), sum(kept))
    assert window.share == (sum(kept) / len(kept) if kept else None)


@given(st.lists(st.tuples(st.integers(0, 600), st.floats(0, 4000)), max_size=60))
def test_hours_do_not_drift_as_entries_leave(worked: list[tuple[int, float]]) -> None:
    happened, minute = [], 0
    for gap, seconds in worked:
        minute += gap
        happened.append(entry(minute, seconds=seconds))
    recent = [each for each in happened if each.at > happened[-1].at - timedelta(hours=24)]
    expected = sum(round(each.seconds * 1000) for each in recent) / 3_600_000
    assert figures("hours", happened)["hours"] == expected


@pytest.mark.parametrize("kind", COLLECTORS)
def test_the_work_per_entry_does_not_grow_with_the_history(kind: str) -> None:
    """A thousand entries after a hundred thousand take about as long as at the start."""
    settings: dict[str, Any] = {"last": 10_000} if "last" in COLLECTORS[kind].model_fields else {}
    tally = COLLECTORS[kind](**settings).start()
    happened = [entry(n / 100, passed=n % 3 == 0, agreed=True, value="a") for n in range(100_000)]

    def took(some: list[Entry]) -> float:
        began = perf_counter()
        for each in some:
            tally.add(each)
            tally.figures()
        return perf_counter() - began

    early = min(took(happened[n : n + 1000]) for n in range(0, 10_000, 1000))
    for each in happened[10_000:90_000]:
        tally.add(each)
    late = min(took(happened[n : n + 1000]) for n in range(90_000, 100_000, 1000))
    assert late < 5 * early
