"""Take the README's pictures from the demo of a running copy, as the organizer and the annotator of its logins file."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).resolve().parent
DATA = Path(os.environ.get("QUORUM_DATA", DOCS.parent / ".quorum"))
URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
PAGES = {
    "campaigns": ("organizer", "/", "table"),
    "overview": ("organizer", "/projects/2/", "table"),
    "import": ("organizer", "/projects/1/import/", "main form"),
    "desk": ("annotator", "/projects/1/label/", "[data-record] .record-field"),
}


def main() -> None:
    passwords = logins()
    with sync_playwright() as playwright:
        # Chromium's sandbox needs user namespaces, which root in a container does not have.
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=sandbox)
        people = {name: signed_in(browser, name, passwords[name]) for name in ("organizer", "annotator")}
        for picture, (name, path, shows) in PAGES.items():
            take(people[name], path, shows, DOCS / "screenshots" / f"{picture}.png")
        browser.close()


def logins() -> dict[str, str]:
    """The password of each username in the file that the first `make run` leaves."""
    try:
        lines = (DATA / "demo-logins.txt").read_text(encoding="utf-8").splitlines()[1:]
    except FileNotFoundError:
        raise SystemExit(
            "No demo logins: start `make run` first, with the same QUORUM_DATA and PORT"
        ) from None
    return {username: password for *_, username, password in map(str.split, lines)}


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise SystemExit("No Chromium on the PATH: make browser installs one")
    return found


def signed_in(browser: Browser, username: str, password: str) -> Page:
    context = browser.new_context(
        base_url=URL, viewport={"width": 1440, "height": 900}, color_scheme="light", locale="en-GB"
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="My campaigns").wait_for()
    return page


def take(page: Page, path: str, shows: str, picture: Path) -> None:
    page.goto(path)
    page.locator(shows).first.wait_for()
    page.wait_for_timeout(1000)  # figures that are fetched after the page
    picture.parent.mkdir(exist_ok=True)
    page.screenshot(path=picture)
    sys.stdout.write(f"{picture.relative_to(DOCS.parent)}: {picture.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main()
