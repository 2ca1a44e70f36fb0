"""Fields as annotators see them: in order, side by side where they are compared, and harmless."""

from typing import Any

import pytest

from labeling.fields import render_fields
from projects.models import Field


def field(name: str, kind: str = "text", **settings: Any) -> Field:
    return Field(name=name, title=name.capitalize(), kind=kind, settings=settings)


def test_fields_come_in_order_and_without_a_value_not_at_all() -> None:
    html = render_fields([field("second"), field("gap"), field("first")], {"first": "1st", "second": "2nd"})
    assert html.index("2nd") < html.index("1st")
    assert "Gap" not in html


def test_neighbours_named_a_and_b_stand_side_by_side() -> None:
    html = render_fields(
        [field("prompt"), field("answer_a"), field("answer_b")],
        dict.fromkeys(["prompt", "answer_a", "answer_b"], "x"),
    )
    assert html.count('class="sides"') == 1
    assert html.index('data-side="a"') < html.index('data-side="b"')
    assert "data-side" not in html.partition('class="sides"')[0]


@pytest.mark.parametrize("names", [("answer_a", "other_b"), ("answer_b", "answer_a"), ("a", "b")])
def test_others_do_not(names: tuple[str, str]) -> None:
    assert "sides" not in render_fields([field(name) for name in names], dict.fromkeys(names, "x"))


@pytest.mark.parametrize("nothing", [None, "", " \n\t\n"])
def test_an_empty_side_is_shown_as_empty(nothing: str | None) -> None:
    html = render_fields([field("answer_a"), field("answer_b")], {"answer_a": "x", "answer_b": nothing})
    assert 'data-side="b"' in html
    assert "Empty" in html


def test_plain_text_is_shown_as_written() -> None:
    html = render_fields([field("text")], {"text": "**a**\n<script>alert(1)</script>"})
    assert "**a**\n&lt;script&gt;" in html


def test_blank_lines_around_a_text_are_not_shown_but_its_indent_is() -> None:
    assert ">    if x:\n\n        y</div>" in render_fields(
        [field("text")], {"text": "\n \n    if x:\n\n        y\n\n"}
    )


def test_markdown_is_rendered_where_the_field_says_so() -> None:
    html = render_fields([field("text", markdown=True)], {"text": "**a** <script>alert(1)</script>"})
    assert "<strong>a</strong>" in html
    assert "<script" not in html


def test_a_chat_shows_who_says_what_and_escapes_both() -> None:
    messages = [{"role": "user", "content": "<i>hi</i>"}, {"role": "<b>model</b>", "content": "*ho*"}]
    html = render_fields([field("talk", "chat")], {"talk": messages})
    assert "&lt;i&gt;hi" in html
    assert "&lt;b&gt;model" in html
    assert "<em>ho</em>" in html


def test_a_record_with_nothing_to_show_says_so() -> None:
    assert "nothing to show" in render_fields([field("text")], {})


@pytest.mark.parametrize(
    ("kind", "tag"), [("image", '<img src="'), ("audio", '<audio src="'), ("video", '<video src="')]
)
def test_media_tell_no_referrer_and_are_named(kind: str, tag: str) -> None:
    address = 'https://media.example.org/a?b="><script>alert(1)</script>&c=1'
    html = render_fields([field("clip", kind)], {"clip": address})
    assert f"{tag}https://media.example.org/a?b=&quot;&gt;&lt;script&gt;" in html
    assert '="Clip"' in html
    assert 'referrerpolicy="no-referrer"' in html
    assert "did not load" in html
    assert '="A &lt;street&gt;"' in render_fields(
        [field("clip", kind, alternative="A <street>")], {"clip": address}
    )


def test_players_fetch_no_more_than_they_must_and_images_have_their_box() -> None:
    for kind in ("audio", "video"):
        player = render_fields([field("clip", kind)], {"clip": "https://a.example/a"})
        assert " controls " in player
        assert 'preload="metadata"' in player
    image = render_fields([field("clip", "image", shape="1:1")], {"clip": "https://a.example/a"})
    assert 'data-shape="1:1"' in image
    assert 'loading="lazy"' in image


def test_a_table_is_one_to_a_screen_reader_and_its_cells_are_text() -> None:
    value = {"columns": ["<b>n</b>"], "rows": [["<img src=x onerror=alert(1)>"]]}
    html = render_fields([field("rows", "table")], {"rows": value})
    assert '<th scope="col">&lt;b&gt;n&lt;/b&gt;</th>' in html
    assert "&lt;img src=x" in html
    assert 'role="region" tabindex="0" aria-label="Rows"' in html
    assert "<thead>" not in render_fields([field("rows", "table")], {"rows": value | {"columns": []}})


def test_html_is_only_in_a_frame_that_may_do_nothing() -> None:
    hostile = '"></iframe><script>alert(1)</script><p onclick="alert(1)">&lt;hi&gt;</p>'
    html = render_fields([field("page", "html", height=300)], {"page": hostile})
    tag = html[html.index("<iframe") : html.index("</iframe>")]
    assert html.count("<iframe") == html.count("</iframe>") == 1
    assert 'sandbox=""' in tag
    assert 'title="Page" height="300"' in tag
    assert "default-src &#x27;none&#x27;" in tag
    assert tag.count('"') == 12  # six attributes: the value opens and closes none
    assert "script" not in html
