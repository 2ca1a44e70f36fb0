"""Markdown from files, models and people to HTML that is safe on our own pages: the one place that sanitises."""

from collections.abc import Sequence
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code"),
    *("em", "strong", "s", "a", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}


def render(text: str) -> SafeString:
    """CommonMark with tables and strike-through; a line break stays one, as in chats.

    Raw HTML is shown as the text that it is. Images are named, not shown: fetching one tells its server who reads.
    Links open elsewhere, without a referrer.
    """
    html = nh3.clean(
        PARSER.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return mark_safe(html)  # noqa: S308


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _image)
    parser.validateLink = _leads_elsewhere  # type: ignore[method-assign]
    return parser


def _leads_elsewhere(url: str) -> bool:
    """A relative address would lead a stranger's link to our own pages."""
    scheme, colon, _ = url.strip().partition(":")
    return bool(colon) and scheme.lower() in SCHEMES


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    alt = renderer.renderInlineAsText(tokens[index].children or [], options, env)
    escaped: str = nh3.clean_text(alt)
    return f"[image: {escaped}]" if escaped else "[image]"


PARSER = _parser()
