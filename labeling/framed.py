"""HTML from files and models as the document of a sandboxed frame."""

import nh3

POLICY = "default-src 'none'; img-src data:"
HEAD = (
    f'<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    '<meta name="color-scheme" content="light dark"></head><body>'
)
ATTRIBUTES = {
    "*": {"title", "dir", "lang", "align"},
    "a": set(),
    "img": {"alt", "src", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "details": {"open"},
}


def document(html: str) -> str:
    """The whole document, not marked as safe: its place is an attribute, `srcdoc`, that escapes it.

    The frame's sandbox and policy make it harmless. It inherits the page's policy besides, which has no inline
    styles, and links lead nowhere: what neither would work is taken out, so that it raises no violations.
    """
    return f"{HEAD}{CLEANER.clean(html)}</body></html>"


def _attribute(tag: str, name: str, value: str) -> str | None:
    return None if name == "src" and not value.startswith("data:image/") else value


CLEANER = nh3.Cleaner(
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    clean_content_tags={"script", "style", "title", "template", "noscript", "iframe", "object"},
    url_schemes={"data"},
    link_rel=None,
)
