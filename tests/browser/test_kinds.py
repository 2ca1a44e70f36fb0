"""Each kind of question at the annotator's desk, answered with the keys alone; what counts is what was stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.stack import Stack

NUMBERS = count(1)
PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = 20_000  # ms: the server shares two cores with the suite
TEXT = {"name": "text", "title": "Text", "kind": "text", "settings": {"markdown": True}}
WORDS = "👩‍🚀 Ada met **Bob** in Paris 🗼 twice.\n"

OpenDesk = Callable[..., Page]


@pytest.fixture
def open_desk(stack: Stack, browser: Browser) -> Iterator[OpenDesk]:
    """The desk of an annotator with these questions on two records of the same text, in a window of its own."""
    from accounts.models import Role
    from projects.actions.record import import_records, numbered
    from tests.factories.accounts import join, make_user, make_workspace
    from tests.factories.projects import make_project

    contexts = []

    def open_desk(*questions: dict[str, Any], **window: Any) -> Page:
        number = next(NUMBERS)
        with stack.database():
            owner = make_user(f"kinds-owner-{number}")
            workspace = make_workspace(f"kinds-{number}", owner=owner)
            annotator = make_user(f"kinds-annotator-{number}", password=PASSWORD)
            join(workspace, annotator, Role.ANNOTATOR)
            project = make_project(workspace, owner, fields=[TEXT], questions=list(questions))
            rows = [{"external_id": name, "fields": {"text": WORDS}} for name in ("one", "two")]
            import_records(project, numbered(rows))
        window = {"viewport": {"width": 1280, "height": 900}} | window
        context = browser.new_context(base_url=stack.url, **window)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/accounts/login/?next=/projects/{project.pk}/label/")
        page.locator("input[name=login]").fill(annotator.username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.locator("[data-record] .record-field").wait_for()
        return page

    yield open_desk
    for context in contexts:
        context.close()


@pytest.fixture
def stored(stack: Stack) -> Callable[[Page], dict[str, Any]]:
    """Submits with Enter; the values of the one response that then is there."""
    from labeling.models import Response

    def stored(page: Page) -> dict[str, Any]:
        submit(page)
        expect(page.locator("[data-own-count]")).to_have_text("1", timeout=PATIENCE)
        project = int(page.url.split("/projects/")[1].split("/")[0])
        with stack.database():
            values: dict[str, Any] = Response.objects.get(project_id=project).values
        return values

    return stored


Stored = Callable[[Page], dict[str, Any]]


def submit(page: Page) -> None:
    with page.expect_response("**/submit**"):
        page.keyboard.press("Enter")


def undo(page: Page) -> None:
    with page.expect_response("**/undo**"):
        page.keyboard.press("u")


def asked(kind: str, **settings: Any) -> dict[str, Any]:
    return {"name": kind, "title": f"The {kind}", "kind": kind, "settings": settings}


def problem(page: Page) -> Locator:
    return page.locator(".question-problem:visible")


def test_number(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(asked("number", min=0, max=100, unit="kg"))
    page.keyboard.type("250")
    page.keyboard.press("Enter")
    expect(problem(page)).to_have_text("Write a number from 0 to 100.")
    page.keyboard.type("25.5")
    assert stored(page) == {"number": 25.5}
    page.keyboard.press("Escape")
    undo(page)
    expect(page.get_by_role("textbox", name="The number")).to_have_value("25.5")


def test_number_by_steps_and_shortcuts_while_one_writes(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(asked("number", min=1, step=0.1))
    page.keyboard.press("s")
    page.keyboard.press("Escape")
    for key in ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.get_by_role("textbox")).to_have_value("1.2")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(problem(page)).to_have_text("Give a number in steps of 0.1, counted from 1.")
    page.keyboard.type("1.2")
    assert stored(page) == {"number": 1.2}


def test_multi_label(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(asked("multi_label", options=["toxic", "spam", "off topic"], least=1, most=2))
    page.keyboard.press("Enter")
    expect(problem(page)).to_have_text("Please answer this.")
    for key in ("3", "2", "1"):
        page.keyboard.press(key)
    expect(problem(page)).to_have_text("At most 2: take one back first.")
    page.keyboard.press("2")
    page.keyboard.press("1")
    expect(page.locator(".choices-count")).to_have_text("2 chosen, from 1 to 2")
    assert stored(page) == {"multi_label": ["toxic", "off topic"]}
    undo(page)
    expect(page.get_by_label("off topic")).to_be_checked()
    expect(page.get_by_label("spam")).not_to_be_checked()


def test_none_of_these_is_an_answer_but_saying_nothing_is_not(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(asked("multi_label", options=["toxic", "spam"]))
    page.keyboard.press("Enter")
    expect(problem(page)).to_contain_text("None of these")
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.get_by_label("toxic")).not_to_be_checked()
    assert stored(page) == {"multi_label": []}
    undo(page)
    expect(page.get_by_label("None of these")).to_be_checked()


def test_ranking(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(asked("ranking", options=["red", "green", "blue", "grey"], ties=True))
    page.keyboard.press("Enter")
    expect(problem(page)).to_have_text("Please answer this.")
    for key in ("3", "1", "=", "4"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(problem(page)).to_contain_text("Place the others too")
    page.keyboard.press("2")
    page.locator("[data-value=green]").focus()
    page.keyboard.press("ArrowUp")
    assert stored(page) == {"ranking": [["red", "blue"], ["green"], ["grey"]]}
    undo(page)
    expect(page.locator("[data-placed] .choice-text")).to_have_text(["red", "blue", "green", "grey"])
    expect(page.locator("[data-placed] [data-place]")).to_have_text(["1", "1", "2", "3"])


def test_keeping_the_order_is_one_key(open_desk: OpenDesk, stored: Stored) -> None:
    page = open_desk(asked("ranking", options=["red", "green", "blue"]))
    page.keyboard.press("0")
    assert stored(page) == {"ranking": [["red"], ["green"], ["blue"]]}


@pytest.mark.parametrize("touch", [False, True])
def test_ranking_by_dragging(open_desk: OpenDesk, stored: Stored, touch: bool) -> None:
    page = open_desk(asked("ranking", options=["red", "green", "blue"]), has_touch=touch)
    for value in ("red", "green", "blue"):
        option = page.get_by_text(value, exact=True)
        option.tap() if touch else option.click()
    drag(page, page.get_by_text("blue", exact=True), page.get_by_text("red", exact=True), touch=touch)
    expect(page.locator("[data-placed] .choice-text")).to_have_text(["blue", "red", "green"])
    assert stored(page) == {"ranking": [["blue"], ["red"], ["green"]]}


def drag(page: Page, what: Locator, to: Locator, *, touch: bool) -> None:
    """A finger has to rest before it drags: what moves at once scrolls."""
    x, y, _, height = middle_of(what)
    _, top, *_ = middle_of(to)
    steps = [(x, y + (top - height / 2 - y) * part / 10) for part in range(11)]
    if not touch:
        page.mouse.move(x, y)
        page.mouse.down()
        for at in steps:
            page.mouse.move(*at)
        page.mouse.up()
        return
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_timeout(300)
    for at in steps:
        page.wait_for_timeout(20)
        points = [dict(zip("xy", at, strict=True))]
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def middle_of(place: Locator) -> tuple[float, float, float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"], box["height"]
