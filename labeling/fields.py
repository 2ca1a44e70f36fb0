"""A record's fields as the annotator sees them: one template per kind of field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from projects.models import Field

LEADING_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")


@dataclass(frozen=True)
class Shown:
    """A field with its value in one record; `side` is "a" or "b" for what is compared side by side."""

    field: Field
    value: Any
    side: str = ""

    @property
    def html(self) -> SafeString:
        value = _without_blank_ends(self.value) if isinstance(self.value, str) else self.value
        if value in (None, ""):
            return render_to_string("fields/_empty.html")
        context = {"title": self.field.title, "value": value, "options": self.field.options}
        return render_to_string(f"fields/{self.field.kind}.html", context)


def render_fields(fields: Sequence[Field], values: Mapping[str, Any]) -> SafeString:
    """The fields that have a value, in order. Neighbours named `<stem>_a` and `<stem>_b` stand side by side.

    A side without a value is shown as empty: beside the other, that is something to judge.
    """
    rows = [row for row in _rows(fields, values) if any(shown.value is not None for shown in row)]
    return render_to_string("labeling/_fields.html", {"rows": rows})


def _rows(fields: Sequence[Field], values: Mapping[str, Any]) -> Iterator[tuple[Shown, ...]]:
    rest = list(fields)
    while rest:
        first = rest.pop(0)
        if rest and _are_sides(first, rest[0]):
            second = rest.pop(0)
            yield Shown(first, values.get(first.name), "a"), Shown(second, values.get(second.name), "b")
        else:
            yield (Shown(first, values.get(first.name)),)


def _without_blank_ends(text: str) -> str:
    """Models often begin with line breaks. The first line's own indent stays."""
    return LEADING_BLANK_LINES.sub("", text).rstrip()


def _are_sides(first: Field, second: Field) -> bool:
    return first.name.endswith("_a") and second.name == first.name.removesuffix("_a") + "_b"
