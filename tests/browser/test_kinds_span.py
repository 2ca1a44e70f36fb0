"""Marking spans of a text at the annotator's desk: by key, mouse and finger, counted in Unicode code points."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.test_kinds import (
    WORDS,
    OpenDesk,
    Stored,
    asked,
    middle_of,
    open_desk,
    problem,
    stored,
    undo,
)

__all__ = ["open_desk", "stored"]

WHO = [{"value": "PER", "text": "Person"}, {"value": "LOC", "text": "Place"}]


def span_of(words: str, label: str) -> dict[str, Any]:
    start = WORDS.index(words)
    return {"start": start, "end": start + len(words), "label": label}


def answer(*spans: dict[str, Any]) -> dict[str, Any]:
    return {"span": {"length": len(WORDS), "spans": list(spans)}}


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def select(page: Page, words: str) -> None:
    """As a finger does by holding a word and drawing the handles."""
    page.locator(".marked-text").evaluate(
        """(text, words) => {
            const at = text.textContent.indexOf(words);
            const place = (offset) => {
                const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
                while (walker.nextNode() && offset > walker.currentNode.length) offset -= walker.currentNode.length;
                return [walker.currentNode, offset];
            };
            document.getSelection().setBaseAndExtent(...place(at), ...place(at + words.length));
        }""",
        words,
    )


def test_by_keyboard(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(asked("span", field="text", labels=WHO))
    press(page, "1")
    expect(problem(page)).to_contain_text("Select some of the text first")
    press(page, "ArrowRight", "ArrowRight", *["Shift+ArrowRight"] * 3, "2", "1")
    expect(page.locator(".marked-text")).to_have_text(WORDS.strip())
    select(page, "Ada")
    press(page, "1")
    press(page, *["ArrowRight"] * 16, *["Shift+Control+ArrowRight"], *["Shift+ArrowRight"] * 2, "2")
    page.reload()
    expect(page.locator("[data-spans] q")).to_have_text(["Ada", "Paris 🗼"])
    assert stored(page) == answer(span_of("Ada", "PER"), span_of("Paris 🗼", "LOC"))
    undo(page)
    expect(page.locator(".marked-text mark")).to_have_text(["Ada", "Paris 🗼"])


def test_marks_are_removed_taken_back_and_do_not_overlap(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(asked("span", field="text", labels=WHO))
    marks = page.locator(".marked-text mark")
    select(page, "**Bob**")
    press(page, "1")
    select(page, "Bob")
    press(page, "1")
    expect(problem(page)).to_contain_text("“**Bob**” is marked already")
    press(page, "Backspace")
    expect(marks).to_have_count(0)
    press(page, "Control+z")
    expect(marks).to_have_text(["**Bob**"])
    page.get_by_role("button", name="Remove Person: **Bob**").press("Enter")
    select(page, "Bob")
    press(page, "2")
    assert stored(page) == answer(span_of("Bob", "LOC"))


def test_by_mouse_where_spans_may_overlap(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(asked("span", field="text", labels=WHO, overlapping=True))
    select(page, "Ada met **Bob**")
    page.get_by_role("button", name="Place", exact=False).first.click()
    box = page.locator(".marked-text").bounding_box()
    assert box is not None
    _, y, *_ = middle_of(page.locator(".marked-text mark").first)
    page.mouse.dblclick(box["x"] + 40, y)
    page.get_by_role("button", name="Person", exact=False).first.click()
    assert stored(page) == answer(span_of("Ada", "PER"), span_of("Ada met **Bob**", "LOC"))


def test_two_questions_mark_the_same_text(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(
        asked("span", field="text", labels=["Person"]),
        asked("span", field="text", labels=["Place"]) | {"name": "where", "title": "Where"},
    )
    select(page, "Ada")
    press(page, "1")
    select(page, "Ada met")
    page.get_by_role("group", name="Where").get_by_role("button", name="Place").click()
    expect(page.locator(".marked-text > mark")).to_have_text(["Ada", " met"])
    page.locator(".marked-text").focus()
    press(page, "Control+z")
    press(page, "0")
    assert stored(page) == answer(span_of("Ada", "Person")) | {"where": {"length": len(WORDS), "spans": []}}


def test_on_a_phone_the_labels_come_to_the_selection(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(
        asked("span", field="text", labels=WHO), viewport={"width": 390, "height": 844}, has_touch=True
    )
    select(page, "Paris 🗼")
    label = page.get_by_role("button", name="Place", exact=False).first
    expect(label).to_be_in_viewport(ratio=1)
    label.tap()
    assert stored(page) == answer(span_of("Paris 🗼", "LOC"))


def test_nothing_to_mark_is_said_and_not_assumed(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(asked("span", field="text", labels=WHO))
    press(page, "Enter")
    expect(problem(page)).to_contain_text("nothing to mark")
    press(page, "0")
    assert stored(page) == answer()
