"""A reviewer takes the agreement apart, with the keyboard, on a phone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.stack import Stack

if TYPE_CHECKING:
    from projects.models import Project

PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = 20_000  # ms: the server shares two cores with the suite


def test_by_part_pair_and_time(stack: Stack, browser: Browser) -> None:
    from accounts.models import Role
    from tests.factories.accounts import join, make_user, make_workspace
    from tests.factories.labeling import give
    from tests.factories.projects import add_records, make_project

    with stack.database():
        owner = make_user("agreement-owner", password=PASSWORD)
        workspace = make_workspace("agreement", owner=owner)
        ada, bob = (make_user(f"agreement-{name}") for name in ("ada", "bob"))
        for someone in (ada, bob):
            join(workspace, someone, Role.ANNOTATOR)
        project = make_project(workspace, owner, overlap=2)
        add_records(project, 8, metadata={"language": "en"})
        add_records(project, 4, start=9, metadata={"language": "fr"})
        names = [f"r{n}" for n in range(1, 13)]
        give(project, ada, **{name: "good" if place % 2 else "bad" for place, name in enumerate(names)})
        give(project, bob, **{name: "good" if place % 3 else "bad" for place, name in enumerate(names)})
        _wait_for_figures(project, 12)
    context = browser.new_context(base_url=stack.url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"/accounts/login/?next=/projects/{project.pk}/")
    page.locator("input[name=login]").fill(owner.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Agreement", exact=True).click()
    expect(page.get_by_role("cell", name="needs 30 records").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    measures = page.locator("details.measures")
    measures.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(measures).to_contain_text("Gwet’s AC1")
    with page.expect_response("**/agreement/figures/"):
        page.evaluate("document.querySelector('[data-live=agreement]').dispatchEvent(new Event('refresh'))")
    expect(page.locator("details.measures[open]").get_by_text("Gwet’s AC1")).to_be_visible()

    page.get_by_label("Records by").focus()
    page.keyboard.type("lang")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    slices = page.get_by_role("region").or_(page.locator("section")).filter(has=page.locator("#slices-title"))
    expect(slices.get_by_role("row").filter(has_text="en").last).to_contain_text("16")
    expect(page.get_by_label("Records by")).to_have_value("metadata.language")

    matrix = page.get_by_role("region", name="Who agrees with whom")
    expect(matrix.get_by_title("6 of 12 common records").first).to_have_text("50 %")
    page.get_by_text("The pairs that met most often").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="agreement-ada and agreement-bob")).to_contain_text("12")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def _wait_for_figures(project: Project, records: int) -> None:
    """The worker delivers what happened; what it does seldom is done here."""
    from labeling.actions.agreement import compare_people
    from labeling.models import Agreement

    end = time.monotonic() + PATIENCE / 1000
    while not Agreement.objects.filter(question__project=project, records=records).exists():
        assert time.monotonic() < end, "the worker derived nothing"
        time.sleep(0.1)
    compare_people(project, [], timezone.now())
