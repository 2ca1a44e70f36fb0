"""A reviewer excludes somebody from the leaderboard, with the keyboard, on a phone, and restores them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.stack import Stack

if TYPE_CHECKING:
    from projects.models import Project

PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = 20_000  # ms: the server shares two cores with the suite


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_the_leaderboard_and_back(
    stack: Stack, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    from accounts.models import Role
    from tests.factories.accounts import join, make_user, make_workspace
    from tests.factories.labeling import give
    from tests.factories.projects import make_project

    with stack.database():
        owner = make_user(f"exclusion-owner-{scheme}", password=PASSWORD)
        workspace = make_workspace(f"exclusion-{scheme}", owner=owner)
        ada, bob, eve = (make_user(f"{name}-{scheme}") for name in ("ada", "bob", "eve"))
        for someone in (ada, bob, eve):
            join(workspace, someone, Role.ANNOTATOR)
        project = make_project(workspace, owner, records=4, overlap=3)
        give(project, ada, r1="good", r2="good", r3="good")
        give(project, bob, r1="good", r2="good", r3="bad")
        give(project, eve, r1="bad", r2="bad", r3="bad")
        _wait_until_counted(project)
    context = browser.new_context(
        base_url=stack.url,
        viewport={"width": 390, "height": 844},
        color_scheme=scheme,
        timezone_id="Asia/Tokyo",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"/accounts/login/?next=/projects/{project.pk}/")
    page.locator("input[name=login]").fill(owner.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=f"Exclude… {eve}").focus()
    page.keyboard.press("Enter")

    preview = page.locator("#exclusion-preview")
    expect(preview).to_contain_text(f"{eve} is dealt nothing more")
    expect(preview.get_by_role("row").filter(has_text="r3")).to_contain_text("undecided")
    page.get_by_label("Those since a time").check()
    expect(preview).to_contain_text("Say since when")
    expect(page.get_by_text("Asia/Tokyo")).to_be_visible()
    page.get_by_label("Since (").fill("2026-01-01T09:00")
    expect(preview).not_to_contain_text("is dealt nothing more")
    expect(preview).to_contain_text("Consensus changes")
    page.get_by_label("All of them").check()
    expect(preview).to_contain_text(f"{eve} is dealt nothing more")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.get_by_label("Reason").focus()
    page.keyboard.type("Answers at random.")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.textContent") != "Exclude":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"3 answers excluded. {eve} is dealt nothing more.")).to_be_visible()
    page.get_by_role("button", name=f"Restore {eve}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{eve} restored: the answers count again.")).to_be_visible()
    expect(page.get_by_text("Restored", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def _wait_until_counted(project: Project) -> None:
    """The stack's own worker counts what was answered."""
    from labeling.models import Event, Standing

    until = time.monotonic() + PATIENCE / 1000 * 3
    while (
        Event.objects.filter(project=project).exists() or Standing.objects.filter(project=project).count() < 3
    ):
        assert time.monotonic() < until, "the worker did not count"
        time.sleep(0.2)
