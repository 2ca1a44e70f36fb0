"""A whole campaign in the browser: from a CSV file to the export, labelled by two people with the keyboard alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.stack import Stack

NUMBERS = count(1)
TEXTS = ["sun", "rain", "<b>snow</b>", "fog & mist", "hail"]
PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = 20_000  # ms: the worker shares two cores with the suite


@pytest.fixture
def sign_in(stack: Stack, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A window of one's own for each person."""
    contexts = []

    def sign_in(username: str) -> Page:
        context = browser.new_context(base_url=stack.url, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="My campaigns")).to_be_visible()
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture
def people(stack: Stack) -> tuple[str, str, str]:
    """An owner with a workspace, and two annotators in it."""
    from accounts.models import Role
    from tests.factories.accounts import join, make_user, make_workspace

    number = next(NUMBERS)
    names = (f"owner-{number}", f"one-{number}", f"two-{number}")
    with stack.database():
        owner, *annotators = (make_user(name, password=PASSWORD) for name in names)
        workspace = make_workspace(f"weather-{number}", owner=owner)
        for annotator in annotators:
            join(workspace, annotator, Role.ANNOTATOR)
    return names


def test_from_csv_to_export(sign_in: Callable[[str], Page], people: tuple[str, str, str], tmp_path: Path):
    owner, one, two = people
    overview = sign_in(owner)
    make_campaign(overview)
    import_csv(overview, tmp_path)
    overview.get_by_role("link", name="Overview").click()
    overview.get_by_role("button", name="Start").click()
    expect(answers(overview)).to_have_text(re.compile(r"0\s+of 10"), timeout=PATIENCE)

    given = {one: label_all(sign_in(one), "1"), two: label_all(sign_in(two), "2")}
    assert given == {one: 5, two: 5}

    # Nobody touched this page since it was opened.
    expect(answers(overview)).to_have_text(re.compile(r"10\s+of 10"), timeout=PATIENCE)
    expect(overview.get_by_role("row").filter(has_text=one)).to_be_visible(timeout=PATIENCE)

    rows = export(overview, "responses")
    assert {(row["annotator"], row["label"]) for row in rows} == {(one, "positive"), (two, "neutral")}
    assert len(rows) == 10
    assert {row["label.tied"] for row in export(overview, "consensus")} == {"true"}


def make_campaign(page: Page) -> None:
    page.get_by_role("link", name="New campaign").first.click()
    page.get_by_role("link", name="Classification").click()
    page.get_by_label("Name", exact=True).fill("Weather")
    page.get_by_label("Answers per record").fill("2")
    page.get_by_role("button", name="Make the campaign").click()


def import_csv(page: Page, folder: Path) -> None:
    file = folder / "weather.csv"
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows([["external_id", "text"], *enumerate(TEXTS)])
    page.get_by_role("link", name="Import").first.click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("article", name=file.name)).to_contain_text("5 created", timeout=PATIENCE)


def label_all(page: Page, digit: str) -> int:
    """With the keyboard alone: a digit answers, and the next record is there."""
    page.get_by_role("link", name="label").first.focus()
    page.keyboard.press("Enter")
    record, end = page.locator("[data-record]"), page.get_by_role("heading", name="That was everything")
    for done in range(len(TEXTS) + 1):
        expect(record.or_(end).filter(visible=True)).to_be_visible(timeout=PATIENCE)
        if end.is_visible():
            return done
        shown = record.inner_text()
        page.keyboard.press(digit)
        expect(record.filter(has_text=shown)).to_be_hidden(timeout=PATIENCE)
    raise AssertionError("dealt more records than there are")


def answers(page: Page) -> Locator:
    return page.locator("[data-live=progress] .stat").filter(has_text="Answers").first


def export(page: Page, what: str) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("link", name=f"CSV {what}", exact=True).click()
    return list(csv.DictReader(io.StringIO(download.value.path().read_text())))
