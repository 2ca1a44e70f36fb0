"""Every kind of field at the desk: what is foreign shows, runs nothing, fetches only what it names, and fits a phone."""

from __future__ import annotations

import base64
import io
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect

from tests.stack import Stack

NUMBERS = count(1)
PASSWORD = "a-long-enough-one-4-tests"
PATIENCE = 20_000  # ms: the server shares two cores with the suite
ELSEWHERE = "https://media.example.org"
RED = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
PIXEL = f"data:image/png;base64,{base64.b64encode(RED).decode()}"
HOSTILE = f"""
    <title>Not ours</title><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/r">
    <style>@import "https://evil.example/s"; p {{ color: red }}</style><link rel="stylesheet" href="https://evil.example/l">
    <script>parent.ran = 1; document.title = "ran"</script><script src="https://evil.example/j"></script>
    <h1>A page</h1><p style="background: url(https://evil.example/b)" onclick="parent.ran = 1">words</p>
    <img src="{PIXEL}" alt="its own"><img src="https://evil.example/i" onerror="parent.ran = 1">
    <a href="https://evil.example/a" target="_top">leave</a><form action="https://evil.example/f"><button>send</button></form>
    <iframe src="https://evil.example/n"></iframe><svg onload="parent.ran = 1"></svg><h2>The end</h2>"""


def sound() -> str:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8_000)
        file.writeframes(b"\x80" * 800)
    return f"data:audio/wav;base64,{base64.b64encode(held.getvalue()).decode()}"


REFUSED = """address => new Promise((done) => {
    const script = document.createElement("script");
    script.onerror = () => done(true);
    script.onload = () => done(false);
    script.src = address;
    document.head.append(script);
})"""
VALUES: dict[str, Any] = {
    "text": "Plain words.",
    "chat": [{"role": "user", "content": "Hello"}],
    "image": f"{ELSEWHERE}/image.png",
    "audio": sound(),
    "video": f"{ELSEWHERE}/gone.webm",
    "table": [{f"column {n}": f"<b>cell</b> {n}" * 3 for n in range(12)}] * 3,
    "html": HOSTILE,
}


@dataclass
class Seen:
    """What the page said and asked for while it was open."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    referrers: list[str | None] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("console", self._says)
        self.page.route(lambda url: not url.startswith("http://"), self._answers)

    def _says(self, message: ConsoleMessage) -> None:
        self.said.append(message.text)

    def _answers(self, route: Route) -> None:
        self.asked.append(route.request.url)
        self.referrers.append(route.request.header_value("referer"))
        found = route.request.url.endswith(".png")
        route.fulfill(status=200 if found else 404, body=RED if found else b"", content_type="image/png")


OpenDesk = Callable[..., Seen]


@pytest.fixture
def open_desk(stack: Stack, browser: Browser) -> Iterator[OpenDesk]:
    from accounts.models import Role
    from projects.actions.record import import_records, numbered
    from tests.factories.accounts import join, make_user, make_workspace
    from tests.factories.projects import make_project

    contexts = []

    def open_desk(values: dict[str, Any], without: str | None = None, **window: Any) -> Seen:
        number = next(NUMBERS)
        with stack.database():
            owner = make_user(f"fields-owner-{number}")
            workspace = make_workspace(f"fields-{number}", owner=owner)
            annotator = make_user(f"fields-annotator-{number}", password=PASSWORD)
            join(workspace, annotator, Role.ANNOTATOR)
            kinds = [{"name": kind, "title": f"The {kind}", "kind": kind, "settings": {}} for kind in values]
            project = make_project(workspace, owner, fields=kinds)
            import_records(project, numbered([{"external_id": "one", "fields": values}]))
        context = browser.new_context(base_url=stack.url, **window)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        seen = Seen(context.new_page())
        seen.listen()
        if without:
            seen.page.route(without, lambda route: route.abort())
        seen.page.goto(f"/accounts/login/?next=/projects/{project.pk}/label/")
        seen.page.locator("input[name=login]").fill(annotator.username)
        seen.page.locator("input[name=password]").fill(PASSWORD)
        seen.page.keyboard.press("Enter")
        seen.page.locator("[data-record] .record-field").first.wait_for()
        return seen

    yield open_desk
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_kinds_on_a_phone(open_desk: OpenDesk, scheme: str) -> None:
    from projects import fields

    assert VALUES.keys() == fields.KINDS.keys()
    seen = open_desk(VALUES, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = seen.page
    for kind in VALUES:
        part = page.locator(f'[data-field="{kind}"]')
        part.scroll_into_view_if_needed()
        expect(part).to_be_visible()
    frame = page.frame_locator(".html-frame")
    expect(frame.get_by_text("The end")).to_be_attached()
    assert (
        page.evaluate("document.querySelector('[data-field=image] img').decode().then(() => 'shown')")
        == "shown"
    )
    expect(page.locator('[data-field="video"] [data-problem]')).to_be_visible()
    expect(page.locator('[data-field="image"] [data-problem]')).to_be_hidden()
    page.wait_for_function("document.querySelector('audio').readyState > 0")
    expect(page.locator('[data-field="audio"] [data-problem]')).to_be_hidden()

    frame.get_by_text("words").click()
    frame.get_by_text("leave").click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert frame.locator("script, style, link, [style], [onclick], base").count() == 0
    assert page.evaluate("document.querySelector('.html-frame').contentDocument") is None
    assert {address for address in seen.asked if not address.startswith(("data:", "blob:"))} == {
        f"{ELSEWHERE}/image.png",
        f"{ELSEWHERE}/gone.webm",
    }
    assert set(seen.referrers) == {None}
    assert [line for line in seen.said if "Security Policy" in line or "sandboxed" in line] == []

    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    scroller = page.locator(".table-field")
    assert scroller.evaluate("node => node.scrollWidth > node.clientWidth")
    box = page.locator('[data-field="image"] .media').bounding_box()
    assert box is not None
    assert box["height"] == pytest.approx(box["width"] * 3 / 4, abs=1)


def test_a_frame_is_denied_scripts_and_addresses_whatever_it_holds(open_desk: OpenDesk) -> None:
    """The sandbox and the policies alone, without the cleaning before them."""
    seen = open_desk({"html": "<p>first</p>"})
    hostile = f"<img src='https://evil.example/raw' onerror='parent.ran = 1'>{HOSTILE}"
    place = "const frame = document.querySelector('.html-frame'); frame.srcdoc = frame.srcdoc.replace('<p>first</p>', () => html)"
    seen.page.evaluate(f"html => {{ {place} }}", hostile)
    expect(seen.page.frame_locator(".html-frame").get_by_text("The end")).to_be_attached()
    seen.page.wait_for_timeout(300)
    assert seen.page.evaluate("window.ran") is None
    assert [address for address in seen.asked if not address.startswith("data:")] == []
    assert any("sandboxed" in line for line in seen.said)


def test_what_fails_before_its_module_is_there_says_so_too(open_desk: OpenDesk) -> None:
    seen = open_desk({"image": f"{ELSEWHERE}/gone.jpg"}, without="**/js/fields/image.js")
    problem = seen.page.get_by_text("The image did not load.")
    seen.page.wait_for_function("document.querySelector('.media img').complete")
    expect(problem).to_be_hidden()
    seen.page.evaluate("import('/static/js/fields/image.js?late')")
    expect(problem).to_be_visible()


def test_a_host_of_media_gives_no_scripts(open_desk: OpenDesk) -> None:
    seen = open_desk({"image": f"{ELSEWHERE}/image.png"})
    assert seen.page.evaluate(REFUSED, f"{ELSEWHERE}/script.png")
    assert f"{ELSEWHERE}/script.png" not in seen.asked


def test_a_player_keeps_its_keys_from_the_desk(open_desk: OpenDesk) -> None:
    page = open_desk({"audio": sound()}).page
    goes_on = """node => node.dispatchEvent(
        new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }))"""
    assert not page.locator("[data-record]").evaluate(goes_on)
    assert page.locator("audio").evaluate(goes_on)
