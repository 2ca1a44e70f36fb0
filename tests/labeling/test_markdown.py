"""Markdown from strangers: readable, and harmless."""

import time

import pytest

from labeling.markdown import render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "**bold** and *soft* and ~~gone~~",
            "<p><strong>bold</strong> and <em>soft</em> and <s>gone</s></p>",
        ),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("3. third", '<ol start="3">\n<li>third</li>\n</ol>'),
        ("```python\nx < 1\n```", "<pre><code>x &lt; 1\n</code></pre>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_what_people_write_comes_out_as_they_meant_it(text: str, html: str) -> None:
    assert render(text).strip() == html


def test_tables_are_shown() -> None:
    assert "<td>1</td>" in render("| a |\n|---|\n| 1 |")


def test_links_open_elsewhere_and_tell_nothing() -> None:
    html = render("[docs](https://example.org/ 'The docs')")
    for part in ('href="https://example.org/"', 'target="_blank"', 'rel="noopener noreferrer nofollow"'):
        assert part in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<style>body{display:none}</style>",
        "<iframe src='https://example.org'></iframe>",
        "<form action='https://example.org'><input name=q></form>",
        "<base href='https://example.org/'>",
        "<p style='position:fixed' class='button' id='main'>x</p>",
        "<!--><script>alert(1)</script>-->",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<div hx-get='/accounts/logout/' hx-trigger='load'>",
    ],
)
@pytest.mark.parametrize("around", ["{}", "text {} text", "- {}", "> {}", "| a |\n|---|\n| {} |"])
def test_html_is_shown_as_the_text_that_it_is(hostile: str, around: str) -> None:
    html = str(render(around.format(hostile)))
    allowed = ("p", "br", "ul", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td")
    for tag in allowed:
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in html
    assert "&lt;" in html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#x0A;script:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "/accounts/logout/",
        "//example.org/",
    ],
)
@pytest.mark.parametrize("form", ["[x]({})", "[x](<{}>)", "<{}>", "[x][1]\n\n[1]: {}", "![x]({})"])
def test_no_address_that_runs_something_becomes_a_link(url: str, form: str) -> None:
    assert "href" not in render(form.format(url))


def test_images_are_named_and_not_fetched() -> None:
    html = render('![the <b> "cat"](https://example.org/cat.png)')
    assert "<img" not in html
    assert "example.org" not in html
    assert "[image: the " in html


def test_the_alternative_text_of_an_image_is_text() -> None:
    assert "<b>" not in render("![<b onclick=alert(1)>](x)")


@pytest.mark.parametrize(
    "text",
    ["[" * 50_000, "*a " * 30_000, "> " * 20_000, "`" * 50_000, "![" * 20_000, "- " * 20_000, "_" * 50_000, "<" * 50_000,
     "[a](" * 20_000, "|a" * 20_000 + "\n" + "|-" * 20_000],
    ids=lambda text: text[:4],
)  # fmt: skip
def test_no_text_keeps_the_server_busy(text: str) -> None:
    start = time.process_time()
    render(text)
    assert time.process_time() - start < 3
