"""The annotator's desk when things go wrong: nothing is lost, and the page never moves on as if saved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.stack import Stack

NUMBERS = count(1)
PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = 20_000  # ms: the server shares two cores with the suite
SUBMIT = "**/submit**"


@pytest.fixture
def context(stack: Stack, browser: Browser) -> Iterator[BrowserContext]:
    """The browser of an annotator with a running project of eight texts, who has opened its desk once."""
    from accounts.models import Role
    from tests.factories.accounts import join, make_user, make_workspace
    from tests.factories.projects import make_project

    number = next(NUMBERS)
    with stack.database():
        owner = make_user(f"desk-owner-{number}")
        workspace = make_workspace(f"desk-{number}", owner=owner)
        annotator = make_user(f"desk-annotator-{number}", password=PASSWORD)
        join(workspace, annotator, Role.ANNOTATOR)
        project = make_project(workspace, owner, records=8)
    context = browser.new_context(base_url=stack.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    sign_in(context.new_page(), annotator.username, f"/projects/{project.pk}/label/")
    yield context
    context.close()


@pytest.fixture
def desk(context: BrowserContext) -> Page:
    return context.pages[0]


def sign_in(page: Page, username: str, then: str) -> None:
    page.goto(f"/accounts/login/?next={then}")
    sign_in_here(page, username)
    page.wait_for_url(f"**{then}")


def sign_in_here(page: Page, username: str) -> None:
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def shown(page: Page) -> str:
    record = page.locator(".plain-text")
    record.wait_for()
    return record.inner_text()


def expect_another(page: Page, before: str) -> None:
    expect(page.locator(".plain-text")).not_to_have_text(before, timeout=PATIENCE)


def test_a_failed_save_stays_and_is_sent_again_under_the_same_key(desk: Page) -> None:
    keys = []

    def fail_twice(route: Route) -> None:
        keys.append((route.request.post_data_json or {}).get("key"))
        route.abort() if len(keys) == 1 else route.fulfill(status=503) if len(
            keys
        ) == 2 else route.continue_()

    before = shown(desk)
    desk.route(SUBMIT, fail_twice)
    desk.keyboard.press("1")
    expect(desk.locator("[data-save-state]")).to_contain_text("Not saved yet", timeout=PATIENCE)
    assert shown(desk) == before
    expect_another(desk, before)
    assert len(keys) == 3
    assert len(set(keys)) == 1
    expect(desk.locator("[data-own-count]")).to_have_text("1", timeout=PATIENCE)


def test_an_answer_whose_receipt_was_lost_counts_once(desk: Page) -> None:
    tries = []

    def lose_first(route: Route) -> None:
        tries.append(route.request)
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    before = shown(desk)
    desk.route(SUBMIT, lose_first)
    desk.keyboard.press("1")
    expect_another(desk, before)
    desk.unroute(SUBMIT)
    desk.reload()
    expect(desk.locator("[data-own-count]")).to_have_text("1", timeout=PATIENCE)


def test_an_unsent_answer_survives_a_reload(desk: Page) -> None:
    before = shown(desk)
    desk.route(SUBMIT, lambda route: route.abort())
    desk.keyboard.press("1")
    expect(desk.locator("[data-save-state]")).to_contain_text("Not saved yet", timeout=PATIENCE)
    desk.reload()
    expect(desk.get_by_role("heading", name="An earlier answer is not saved yet")).to_be_visible()
    desk.unroute(SUBMIT)
    desk.get_by_role("button", name="Retry now").click()
    expect_another(desk, before)


def test_an_expired_session_keeps_the_answer(context: BrowserContext, desk: Page) -> None:
    before = shown(desk)
    username = desk.locator(".menu summary").inner_text()
    context.clear_cookies()
    desk.keyboard.press("2")
    desk.get_by_role("link", name="Sign in again").click()
    sign_in_here(desk, username)
    expect_another(desk, before)
    desk.keyboard.press("u")
    expect(desk.locator(".plain-text")).to_have_text(before, timeout=PATIENCE)
    expect(desk.get_by_label("bad")).to_be_checked()


def test_a_draft_survives_a_reload(desk: Page) -> None:
    before = shown(desk)
    desk.get_by_label("bad").check()
    desk.reload()
    assert shown(desk) == before
    expect(desk.get_by_label("bad")).to_be_checked()


def test_a_second_tab_does_not_answer_the_same_record_twice(context: BrowserContext, desk: Page) -> None:
    before = shown(desk)
    other = context.new_page()
    other.goto(desk.url)
    assert shown(other) == before
    other.keyboard.press("1")
    expect_another(other, before)
    expect_another(desk, before)
    assert shown(desk) == shown(other)


def test_skipping_asks_for_a_reason(desk: Page) -> None:
    before = shown(desk)
    asked = desk.locator("dialog[open]")
    desk.keyboard.press("s")
    expect(asked).to_be_visible()
    desk.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    assert shown(desk) == before
    desk.keyboard.press("s")
    expect(asked).to_be_visible()
    desk.keyboard.press("1")
    expect_another(desk, before)


def test_a_phone_has_the_buttons_in_reach_and_nothing_beside_the_page(
    context: BrowserContext, desk: Page
) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    shown(desk)
    expect(desk.get_by_role("button", name="Submit")).to_be_in_viewport(ratio=1)
    assert desk.evaluate("document.documentElement.scrollWidth") == 390
