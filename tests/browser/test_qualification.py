"""Qualifying at the desk, with the keys alone: what is right is told, and one goes on when one has read it."""

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
SUBMIT = "**/submit**"
EXPLANATION = "Warm words are **good**.\n\n<img src=x onerror=alert(1)>"
GOOD, BAD = "1", "2"

OpenDesk = Callable[..., Page]


@pytest.fixture
def open_desk(stack: Stack, browser: Browser) -> Iterator[OpenDesk]:
    """The desk of an annotator who has to get two right of two, of four records whose mood is good."""
    from accounts.models import Role
    from tests.factories.accounts import join, make_user, make_workspace
    from tests.factories.controls import add_controls, set_policy
    from tests.factories.projects import make_project

    contexts = []

    def open_desk(*, settings: dict[str, Any] | None = None, **window: Any) -> Page:
        number = next(NUMBERS)
        with stack.database():
            owner = make_user(f"qualify-owner-{number}")
            workspace = make_workspace(f"qualify-{number}", owner=owner)
            annotator = make_user(f"qualify-annotator-{number}", password=PASSWORD)
            join(workspace, annotator, Role.ANNOTATOR)
            project = make_project(workspace, owner, records=5)
            add_controls(project, 4, explanation=EXPLANATION)
            set_policy(project, qualification={"controls": 2, "needed": 2} | (settings or {}))
        window = {"viewport": {"width": 1280, "height": 900}} | window
        context = browser.new_context(base_url=stack.url, **window)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/accounts/login/?next=/projects/{project.pk}/label/")
        page.locator("input[name=login]").fill(annotator.username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        return page

    yield open_desk
    for context in contexts:
        context.close()


def screen(page: Page, title: str) -> Locator:
    """What the desk says in place of a record, under this title."""
    expect(page.get_by_role("heading", name=title)).to_be_visible(timeout=PATIENCE)
    return page.locator("section[data-idle]")


def record(page: Page) -> str:
    shown = page.locator("[data-record] .plain-text")
    expect(shown).to_be_visible(timeout=PATIENCE)
    return shown.inner_text()


def line(page: Page) -> Locator:
    return page.locator("[data-qualification]")


def feedback(page: Page) -> Locator:
    return page.locator(".desk-actions .feedback")


def answer(page: Page, key: str, title: str) -> Locator:
    """Answer what is shown; the feedback, with the record and the answer still in view and nothing to press but Enter."""
    before = record(page)
    page.keyboard.press(key)
    panel = feedback(page)
    expect(panel).to_be_focused(timeout=PATIENCE)
    expect(panel).to_have_accessible_name(f"{title}")
    assert record(page) == before
    expect(page.locator(f"input[data-key='{key}']")).to_be_checked()
    expect(page.get_by_role("button", name="Submit")).to_be_hidden()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    return panel


def go_on(page: Page) -> None:
    page.keyboard.press("Enter")


def test_failing_trying_again_and_qualifying(open_desk: OpenDesk) -> None:
    page = open_desk()
    said = screen(page, "Before you begin")
    expect(said).to_contain_text("2 records with known answers come first.")
    expect(said).to_contain_text("It takes 2 right to qualify, and you may try twice.")
    go_on(page)

    seen = [record(page)]
    expect(line(page)).to_have_text("Qualification 1 of 2 0 right so far, 2 needed")
    expect(page.locator("[data-record]")).to_have_accessible_description(
        "Qualification 1 of 2 0 right so far, 2 needed"
    )
    wrong = answer(page, BAD, "Not right")
    expect(wrong.locator("dl")).to_have_text("Acceptedgood")
    expect(wrong.locator(".prose strong")).to_have_text("good")
    expect(wrong.locator(".prose")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(wrong).to_have_accessible_description(
        "Accepted good Warm words are good. <img src=x onerror=alert(1)>"
    )
    go_on(page)

    seen.append(record(page))
    expect(line(page)).to_have_text("Qualification 2 of 2 0 right so far, 2 needed")
    answer(page, GOOD, "Right")
    go_on(page)

    said = screen(page, "Not yet")
    expect(said).to_contain_text("1 of 2 was right; it takes 2. You may try once more, with other records.")
    go_on(page)
    for number in (1, 2):
        seen.append(record(page))
        expect(line(page)).to_contain_text(f"Qualification {number} of 2, try 2 of 2")
        answer(page, GOOD, "Right")
        go_on(page)
    assert sorted(seen) == [f"control {number}" for number in range(1, 5)]

    expect(screen(page, "You qualified")).to_contain_text("2 of 2 were right")
    go_on(page)
    assert record(page).startswith("text ")
    nothing_of_it(page)
    before = record(page)
    page.keyboard.press(GOOD)
    expect(page.locator("[data-record] .plain-text")).not_to_have_text(before, timeout=PATIENCE)
    nothing_of_it(page)


def nothing_of_it(page: Page) -> None:
    expect(line(page)).to_be_hidden()
    expect(line(page)).to_be_empty()
    expect(page.locator("[data-feedback=now], [data-feedback=earlier]")).to_have_text(["", ""])
    expect(page.get_by_role("button", name="Submit")).to_be_visible()


def test_who_does_not_qualify_is_told_so(open_desk: OpenDesk) -> None:
    page = open_desk(settings={"rounds": 1})
    expect(screen(page, "Before you begin")).to_contain_text("you may try once")
    go_on(page)
    for key, title in ((GOOD, "Right"), (BAD, "Not right")):
        answer(page, key, title)
        go_on(page)
    expect(screen(page, "You did not qualify")).to_contain_text("1 of 2 was right; it takes 2.")
    page.reload()
    expect(screen(page, "You did not qualify")).to_contain_text("1 of 2 was right; it takes 2.")


def test_an_explained_answer_is_not_undone_and_one_is_told_why(open_desk: OpenDesk) -> None:
    page = open_desk()
    screen(page, "Before you begin")
    go_on(page)
    answer(page, BAD, "Not right")
    for _ in range(2):
        page.keyboard.press("u")
        notice = page.locator("[data-notice]")
        expect(notice).to_have_text(
            "You have been told what is right there, so that answer stays as it is.", timeout=PATIENCE
        )
        if feedback(page).is_visible():
            go_on(page)
            expect(line(page)).to_contain_text("2 of 2")


def test_a_held_key_does_not_leave_the_feedback(open_desk: OpenDesk) -> None:
    page = open_desk()
    screen(page, "Before you begin")
    go_on(page)
    record(page)
    page.locator("input[data-key='1']").check()
    page.keyboard.down("Enter")
    expect(feedback(page)).to_be_focused(timeout=PATIENCE)
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(feedback(page)).to_be_focused()


def test_the_feedback_of_an_answer_that_was_sent_later_holds_nobody_up(open_desk: OpenDesk) -> None:
    page = open_desk()
    screen(page, "Before you begin")
    go_on(page)
    before = record(page)
    page.route(SUBMIT, lambda route: route.abort())
    page.keyboard.press(BAD)
    expect(page.locator("[data-save-state]")).to_contain_text("Not saved yet", timeout=PATIENCE)
    page.reload()
    screen(page, "An earlier answer is not saved yet")
    page.unroute(SUBMIT)
    page.get_by_role("button", name="Retry now").click()
    expect(page.get_by_role("status")).to_contain_text(["Your earlier answer: not right"], timeout=PATIENCE)
    assert record(page) != before
    expect(line(page)).to_contain_text("Qualification 2 of 2")
    answer(page, GOOD, "Right")
    expect(page.locator("[data-feedback=earlier]")).to_be_empty()


def test_a_lost_receipt_is_told_with_the_record_in_view(open_desk: OpenDesk) -> None:
    page = open_desk()
    screen(page, "Before you begin")
    go_on(page)
    tries = []

    def lose_first(route: Any) -> None:
        tries.append(route.request)
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(SUBMIT, lose_first)
    answer(page, BAD, "Not right")
    assert len(tries) == 2
    go_on(page)
    expect(line(page)).to_contain_text("Qualification 2 of 2")


def test_without_feedback_only_the_place_is_told(open_desk: OpenDesk) -> None:
    page = open_desk(settings={"feedback": False})
    expect(screen(page, "Before you begin")).not_to_contain_text("told what was right")
    go_on(page)
    before = record(page)
    page.keyboard.press(BAD)
    expect(line(page)).to_have_text("Qualification 2 of 2", timeout=PATIENCE)
    page.keyboard.press("u")
    expect(line(page)).to_have_text("Qualification 1 of 2", timeout=PATIENCE)
    assert record(page) == before
    for number in (1, 2):
        expect(line(page)).to_have_text(f"Qualification {number} of 2", timeout=PATIENCE)
        page.keyboard.press(BAD)
    said = screen(page, "Not yet")
    expect(said.locator("[data-words]")).to_have_text("You may try once more, with other records.")


def test_on_a_phone_the_record_stays_in_view_above_its_feedback(open_desk: OpenDesk) -> None:
    page = open_desk(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Begin").tap()
    record(page)
    page.locator(f"input[data-key='{BAD}']").tap()
    page.get_by_role("button", name="Submit").tap()
    expect(feedback(page)).to_be_in_viewport(ratio=1, timeout=PATIENCE)
    expect(page.locator("[data-record] .plain-text")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Go on").tap()
    expect(line(page)).to_contain_text("Qualification 2 of 2")
