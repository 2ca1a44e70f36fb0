"""The parts of the desk's kinds that are no element: they reckon, so they are asked directly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.stack import Stack

CALL = (
    """async ([module, name, args]) => (await import(`/static/js/questions/${module}.js`))[name](...args)"""
)
OFFSETS = """async (text) => {
    const { CodePoints } = await import("/static/js/questions/code-points.js");
    const points = new CodePoints(text);
    return Array.from({ length: points.length + 1 }, (_, point) => [points.toUnits(point), points.fromUnits(points.toUnits(point))]);
}"""


@pytest.fixture
def page(stack: Stack, browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"{stack.url}/accounts/login/")
    yield page
    page.close()


def call(page: Page, module: str, name: str, *args: Any) -> Any:
    return page.evaluate(CALL, [module, name, list(args)])


@pytest.mark.parametrize(
    ("tiers", "step", "then"),
    [
        ([["a"], ["b"], ["c"]], -1, [["b"], ["a"], ["c"]]),
        ([["a"], ["b"], ["c"]], 1, [["a"], ["c"], ["b"]]),
        ([["b"], ["a"]], -1, [["b"], ["a"]]),
        ([["a"], ["b"]], 1, [["a"], ["b"]]),
        ([["a", "b", "c"]], -1, [["b"], ["a", "c"]]),
        ([["a", "b", "c"]], 1, [["a", "c"], ["b"]]),
        ([["a", "c"], ["b"]], -1, [["b"], ["a", "c"]]),
    ],
)
def test_moving_leaves_a_shared_place_first_and_then_passes_whole_ones(
    page: Page, tiers: list[list[str]], step: int, then: list[list[str]]
) -> None:
    assert call(page, "tiers", "move", tiers, "b", step) == then


@pytest.mark.parametrize(
    ("place", "then"),
    [
        (0, [["x"], ["a", "b"], ["c"]]),
        (1, [["a", "x", "b"], ["c"]]),
        (2, [["a", "b"], ["x"], ["c"]]),
        (3, [["a", "b"], ["c"], ["x"]]),
    ],
)
def test_what_is_dropped_within_a_shared_place_shares_it(
    page: Page, place: int, then: list[list[str]]
) -> None:
    assert call(page, "tiers", "insert", [["a", "b"], ["x"], ["c"]], "x", place) == then


def test_ties_are_joined_and_split(page: Page) -> None:
    joined = call(page, "tiers", "toggleTie", [["a"], ["b", "c"]], "b")
    assert joined == [["a", "b", "c"]]
    assert call(page, "tiers", "toggleTie", joined, "b") == [["a"], ["b", "c"]]
    assert call(page, "tiers", "toggleTie", joined, "a") == joined


@pytest.mark.parametrize("text", ["", "plain", "👩‍🚀 and 🗼", "🗼🗼", "naïve e\u0301"])
def test_offsets_count_as_python_does(page: Page, text: str) -> None:
    """And a way there and back ends where it began."""
    expected = [[len(text[:point].encode("utf-16-le")) // 2, point] for point in range(len(text) + 1)]
    assert page.evaluate(OFFSETS, text) == expected


def test_a_text_is_cut_where_spans_begin_and_end(page: Page) -> None:
    outer, inner = {"start": 1, "end": 4}, {"start": 2, "end": 3}
    assert call(page, "spans", "pieces", 5, [outer, inner]) == [
        {"start": 0, "end": 1, "over": []},
        {"start": 1, "end": 2, "over": [outer]},
        {"start": 2, "end": 3, "over": [outer, inner]},
        {"start": 3, "end": 4, "over": [outer]},
        {"start": 4, "end": 5, "over": []},
    ]
