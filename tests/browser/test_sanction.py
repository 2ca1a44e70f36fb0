"""From a pause back to work: the desk says why, the appeal appears before the reviewer, the verdict before the annotator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stack import Stack

NUMBERS = count(1)
PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = (
    90_000  # ms: the server shares two cores with the suite, and a lost poke is made up for once a minute
)

Enter = Callable[..., Page]


@pytest.fixture
def campaign(stack: Stack) -> tuple[int, str, str]:
    """A project's number with an annotator's and a reviewer's name; the annotator has failed five controls."""
    from accounts.models import Role
    from labeling.actions.assignment import open_next
    from tests.factories.accounts import join, make_user, make_workspace
    from tests.factories.controls import add_controls, make_check
    from tests.factories.labeling import submit
    from tests.factories.projects import make_project

    number = next(NUMBERS)
    with stack.database():
        owner = make_user(f"people-owner-{number}")
        workspace = make_workspace(f"people-{number}", owner=owner)
        annotator = make_user(f"people-annotator-{number}", password=PASSWORD)
        reviewer = make_user(f"people-reviewer-{number}", password=PASSWORD)
        join(workspace, annotator, Role.ANNOTATOR)
        join(workspace, reviewer, Role.REVIEWER)
        project = make_project(workspace, owner, records=8)
        open_next(project, annotator=annotator)
        for control in add_controls(project, 5):
            submit(project, make_check(control, annotator), "bad")
    return project.pk, annotator.username, reviewer.username


@pytest.fixture
def enter(stack: Stack, browser: Browser) -> Iterator[Enter]:
    contexts = []

    def enter(username: str, address: str, **options: object) -> Page:
        context = browser.new_context(base_url=stack.url, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"/accounts/login/?next={address}")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{address}")
        return page

    yield enter
    for context in contexts:
        context.close()


def test_paused_appealed_lifted(campaign: tuple[int, str, str], enter: Enter) -> None:
    project, annotator, reviewer = campaign
    people = enter(reviewer, f"/projects/{project}/people/")
    desk = enter(annotator, f"/projects/{project}/label/", viewport={"width": 390, "height": 844})
    expect(people.locator(".sanction")).to_contain_text(annotator, timeout=PATIENCE)
    paused = desk.get_by_role("region", name="You are paused")
    expect(paused).to_contain_text("0 of 5", timeout=PATIENCE)
    expect(desk.get_by_role("heading", name="Nothing more for now")).to_be_visible(timeout=PATIENCE)
    assert desk.evaluate("document.documentElement.scrollWidth") == 390, "nothing is wider than a phone"

    note = people.get_by_label(f"Note to {annotator}")
    note.fill("Half a ")
    paused.get_by_label("Is this wrong?").press_sequentially("My cat sat on the keys 1, 2 and s.")
    paused.get_by_role("button", name="Appeal").press("Enter")
    expect(paused).to_contain_text("You have appealed")
    expect(people.locator(".sanction-appeal")).to_contain_text(
        "My cat sat on the keys 1, 2 and s.", timeout=PATIENCE
    )
    expect(note).to_have_value("Half a ")

    note.fill("Lock her out.")
    people.get_by_role("button", name="Lift the pause").click()
    expect(people.get_by_text("Nothing waits.")).to_be_visible()

    lifted = desk.get_by_role("region", name="Your pause is lifted")
    expect(lifted).to_contain_text("Lock her out.", timeout=PATIENCE)
    expect(desk.locator(".plain-text").filter(has_text="text ")).to_be_visible(timeout=PATIENCE)
    lifted.get_by_role("button", name="Close").click()
    expect(lifted).to_have_count(0)


def test_rules_are_tried_with_the_keyboard(campaign: tuple[int, str, str], enter: Enter) -> None:
    project, annotator, reviewer = campaign
    page = enter(reviewer, f"/projects/{project}/people/")
    page.get_by_role("link", name="Try some").press("Enter")
    rules = page.get_by_role("textbox", name="Rules")
    rules.fill(
        '[{"name": "Wrong", "collector": {"kind": "control_answers"}, "action": "pause",'
        ' "conditions": [{"figure": "wrong", "operator": ">=", "number": 3}]}]'
    )
    page.get_by_role("button", name="Try").press("Enter")
    row = page.get_by_role("row").filter(has_text=annotator)
    expect(row).to_contain_text("answered wrongly: 3")
    expect(row.get_by_role("cell").last).to_have_text("2")
    expect(page.get_by_role("button", name="Keep")).to_have_count(0)
