"""A real browser for the journeys: the Chromium that is on the PATH, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30_000  # ms: the pages share two cores with the suite
NONE_FOUND = "no Chromium on the PATH (make browser installs one): the browser journeys did not run"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without one the journey is skipped, and with CI=true it fails: nobody would notice there."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NONE_FOUND)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    # Playwright's loop runs in this thread, and Django takes any running loop for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Chromium's sandbox needs user namespaces, which root in a container does not have.
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
