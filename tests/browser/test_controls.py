"""An organizer loads controls, looks at what they show and suspends one; with the keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stack import Stack

NUMBERS = count(1)
PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = 20_000  # ms: the server shares two cores with the suite

ROWS = """external_id,text,answers.mood,explanation
c1,A lovely day,good,It says lovely.
c2,A dreadful day,{},It says dreadful.
"""


@pytest.fixture
def page(stack: Stack, browser: Browser) -> Iterator[Page]:
    """The page of a project with four texts, on a phone."""
    from tests.factories.accounts import make_user, make_workspace
    from tests.factories.projects import make_project

    number = next(NUMBERS)
    with stack.database():
        owner = make_user(f"controls-owner-{number}", password=PASSWORD)
        project = make_project(make_workspace(f"controls-{number}", owner=owner), owner, records=4)
    context = browser.new_context(base_url=stack.url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"/accounts/login/?next=/projects/{project.pk}/")
    page.locator("input[name=login]").fill(owner.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Controls", exact=True).click()
    yield page
    context.close()


def test_load_look_and_suspend(page: Page) -> None:
    expect(page.get_by_role("heading", name="No controls yet")).to_be_visible()

    page.get_by_label("Or rows").fill(ROWS.format("dreadful"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("1 of 2 rows is bad")
    expect(page.get_by_role("cell", name="answers.mood")).to_be_visible()
    expect(page.get_by_label("Or rows")).to_have_value(ROWS.format("dreadful"))
    fits_the_screen(page)

    page.get_by_label("Or rows").fill(ROWS.format("bad"))
    page.get_by_role("button", name="Load", exact=True).press("Enter")
    expect(page.get_by_text("2 loaded, 0 updated, 0 unchanged.")).to_be_visible()
    fits_the_screen(page)

    page.get_by_role("button", name="Suspend c2").press("Enter")
    expect(page.get_by_text("c2 is suspended")).to_be_visible()
    page.get_by_role("link", name="Suspended 1").press("Enter")
    expect(page.get_by_role("button", name="Resume c2")).to_be_visible()
    expect(page.get_by_role("button", name="Suspend c1")).to_have_count(0)


def test_a_record_is_made_a_control_from_the_list(page: Page) -> None:
    page.get_by_role("link", name="Records", exact=True).click()
    page.get_by_role("link", name="Make a control of r3").press("Enter")
    expect(page.get_by_text("text 3")).to_be_visible()
    page.get_by_role("checkbox", name="bad").press("Space")
    fits_the_screen(page)
    page.get_by_role("button", name="Make it a control").press("Enter")
    expect(page.get_by_text("r3 is a control now.")).to_be_visible()
    page.get_by_role("link", name="Records", exact=True).click()
    expect(page.get_by_role("link", name="Control", exact=True)).to_have_count(1)


def fits_the_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
