"""The policy in a real browser: set with the keyboard, on a phone, under the strict policy of pages; and the ranks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stack import Stack

if TYPE_CHECKING:
    from projects.models import Project

NUMBERS = count(1)
PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = 90_000  # ms: the server shares two cores with the suite
POLICY = "Content Security Policy"
PHONE = {"width": 390, "height": 844}

Enter = Callable[..., Page]


@pytest.fixture
def campaign(stack: Stack) -> tuple[int, str, str]:
    """A project's number with its organizer's and an annotator's name; both have been ranked."""
    from accounts.models import Role
    from tests.factories.accounts import join, make_user, make_workspace
    from tests.factories.controls import set_policy
    from tests.factories.labeling import give
    from tests.factories.projects import make_project

    number = next(NUMBERS)
    with stack.database():
        owner = make_user(f"policy-owner-{number}", password=PASSWORD)
        workspace = make_workspace(f"policy-{number}", owner=owner)
        annotator = make_user(f"policy-annotator-{number}", password=PASSWORD)
        join(workspace, annotator, Role.ANNOTATOR)
        project = make_project(workspace, owner, records=24, overlap=2)
        set_policy(project, standings={"names": "handles", "shown": "points"})
        for who in (owner, annotator):
            give(project, who, **{f"r{n}": "good" if n % 2 else "bad" for n in range(1, 25)})
        _wait_for_ranks(project, 2)
    return project.pk, owner.username, annotator.username


def _wait_for_ranks(project: Project, people: int) -> None:
    """The server's worker ranks; that it is due at once is all that is helped with."""
    from django.utils import timezone

    from labeling.models import Progress, Standing

    until = time.monotonic() + PATIENCE / 1000
    while Standing.objects.filter(project=project, rank__isnull=False).count() < people:
        assert time.monotonic() < until, "nobody was ranked"
        Progress.objects.filter(project=project).update(ranks_due_at=timezone.now())
        time.sleep(1)


@pytest.fixture
def enter(stack: Stack, browser: Browser) -> Iterator[Enter]:
    contexts, errors = [], list[str]()

    def enter(username: str, address: str, **options: object) -> Page:
        context = browser.new_context(base_url=stack.url, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if POLICY in said.text else None)
        page.goto(f"/accounts/login/?next={address}")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not errors


def fits(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return wide


def test_the_policy_is_set_with_the_keyboard_on_a_phone(campaign: tuple[int, str, str], enter: Enter) -> None:
    project, owner, _ = campaign
    page = enter(owner, f"/projects/{project}/quality/", viewport=PHONE, is_mobile=True, has_touch=True)
    assert fits(page)
    gate = page.get_by_role("region", name="The gate")
    expect(gate).to_contain_text("are flagged by mistake within 40 controls")
    good = gate.get_by_label("Good enough")
    good.fill("7")
    good.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    wrong = page.get_by_role("region", name="The gate").get_by_label("Good enough")
    expect(wrong).to_have_value("7")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("must be less than 1")).to_be_visible()
    assert fits(page)
    wrong.fill("0.9")
    switch = page.get_by_role("region", name="Qualification").get_by_label("Switched on")
    switch.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It holds from now on")).to_be_visible()
    expect(page.get_by_role("region", name="The gate").get_by_label("Good enough")).to_have_value("0.9")
    expect(page.get_by_role("region", name="Qualification")).to_contain_text("qualify")
    expect(page.get_by_text("until there are enough, everybody begins with work")).to_be_visible()


def test_an_annotator_finds_the_leaderboard_and_nobodys_name(
    campaign: tuple[int, str, str], enter: Enter
) -> None:
    project, owner, annotator = campaign
    page = enter(annotator, f"/projects/{project}/label/", viewport=PHONE, is_mobile=True, has_touch=True)
    page.get_by_role("link", name="rank 1").click()
    board = page.get_by_role("region", name="Ranked by being right")
    expect(board.get_by_role("row")).to_have_count(3)
    expect(board.get_by_role("columnheader", name="Points")).to_be_visible()
    expect(board).not_to_contain_text(owner)
    assert fits(page)


def test_a_reviewer_opens_what_a_rank_rests_on(campaign: tuple[int, str, str], enter: Enter) -> None:
    project, owner, annotator = campaign
    page = enter(owner, f"/projects/{project}/")
    page.get_by_role("link", name=annotator, exact=True).click()
    parts = page.get_by_role("region", name="What the points are made of")
    for line in ("Labels", "Beyond chance", "Quality", "Lower bound", "Points"):
        expect(parts.get_by_role("rowheader", name=line, exact=True)).to_be_visible()
    expect(page.get_by_text("Other annotators know this person as")).to_be_visible()
    assert fits(page)
