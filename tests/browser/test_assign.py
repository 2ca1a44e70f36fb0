"""An organizer gives records to people, with the keyboard, on a phone, and takes back what is not opened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stack import Stack

NUMBERS = count(1)
PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = 20_000  # ms: the server shares two cores with the suite


@pytest.fixture
def page(stack: Stack, browser: Browser) -> Iterator[Page]:
    """The page of a project with eight texts, two of them in French, and three annotators; on a phone."""
    from accounts.models import Role
    from tests.factories.accounts import join, make_user, make_workspace
    from tests.factories.projects import add_records, make_project

    number = next(NUMBERS)
    with stack.database():
        owner = make_user(f"assign-owner-{number}", password=PASSWORD)
        workspace = make_workspace(f"assign-{number}", owner=owner)
        for name in ("ada", "bob", "eve"):
            join(workspace, make_user(f"{name}-{number}"), Role.ANNOTATOR)
        project = make_project(workspace, owner, overlap=2)
        add_records(project, 6, metadata={"language": "en"})
        add_records(project, 2, start=7, metadata={"language": "fr"})
    context = browser.new_context(base_url=stack.url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"/accounts/login/?next=/projects/{project.pk}/")
    page.locator("input[name=login]").fill(owner.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Assign", exact=True).click()
    yield page
    context.close()


def test_by_filter_with_the_keyboard_alone(page: Page) -> None:
    preview, assign = page.locator("#assign-preview"), page.get_by_role("button", name="Assign", exact=True)
    expect(preview).to_contain_text("Choose people")

    page.get_by_label("Which records").focus()
    page.keyboard.type("lang")
    page.keyboard.press("Tab")
    expect(page.get_by_label("language is")).to_have_value('"en"')
    page.get_by_label("language is").focus()
    page.keyboard.type("fr")
    page.get_by_label("Find people").focus()
    page.keyboard.type("a")
    expect(page.get_by_role("checkbox", name="bob")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 4 chosen")).to_be_visible()
    page.get_by_label("People per record").focus()
    page.keyboard.press("ArrowUp")
    expect(preview.get_by_role("row").filter(has_text="ada")).to_contain_text("+2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    assign.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 assignments made.")).to_be_visible()
    expect(page.locator("#unopened ~ .badge")).to_have_text("4")


def test_by_list_without_its_bad_rows_and_all_of_it_withdrawn(page: Page) -> None:
    ada, bob = (page.locator("[name=annotators]").nth(place).get_attribute("value") for place in (0, 1))
    page.get_by_role("link", name="By list").click()
    page.get_by_label("Rows", exact=True).fill(f"r1,{ada}\nr1,{bob}\nr99,{ada}")
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("1 of 3 rows is bad")
    expect(page.get_by_role("cell", name="There is no record “r99” in this project.")).to_be_visible()

    page.get_by_role("button", name="Assign the 2 good ones only").click()
    expect(page.get_by_text("2 assigned, 0 there already, 1 bad and left out.")).to_be_visible()
    page.get_by_role("button", name=f"Withdraw from {ada}").click()
    expect(page.get_by_text("1 assignment withdrawn")).to_be_visible()
    expect(page.get_by_role("button", name=f"Withdraw from {ada}")).to_be_hidden()
    page.get_by_role("button", name=f"Withdraw from {bob}").click()
    expect(page.get_by_text("Nothing that you assigned is waiting.")).to_be_visible()
