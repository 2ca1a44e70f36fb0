"""What a file's cell means to each kind, and the error that its row gets."""

import json
from typing import Any

import pytest

from projects.fields import KINDS, Kind
from projects.models import Field
from projects.rows import Candidate, candidates
from projects.sources import BadRow, Row


def read(kind: str, cell: str) -> Candidate | BadRow:
    [row] = candidates([Row(3, {"it": cell})], fields=[Field(name="it", kind=kind, settings={})], cells=True)
    return row


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("image", " https://example.org/a.png ", "https://example.org/a.png"),
        ("audio", "https://example.org/a.mp3", "https://example.org/a.mp3"),
        ("video", "https://example.org/a.mp4", "https://example.org/a.mp4"),
        ("table", '[{"n": 1}]', {"columns": ["n"], "rows": [["1"]]}),
        ("html", "<p>words</p>", "<p>words</p>"),
    ],
)
def test_a_cell_is_read_by_its_kind(kind: str, cell: str, value: object) -> None:
    row = read(kind, cell)
    assert isinstance(row, Candidate)
    assert row.fields == {"it": value}


@pytest.mark.parametrize(
    ("kind", "cell", "reason"),
    [
        ("image", "file:///a.png", "Must be an address that begins with https://."),
        (
            "audio",
            "https://ann:x@example.org/",
            "Must not have a name or a password in the address: every annotator would see it.",
        ),
        ("video", "data:text/html;base64,PHA+", "Is a data: URL whose type is not one of MP4, WebM, Ogg."),
        ("table", "[[]]", "Has rows without a single cell."),
        ("html", "\0", "Contains a NUL character."),
    ],
)
def test_a_row_that_does_not_fit_says_where_and_why(kind: str, cell: str, reason: str) -> None:
    assert read(kind, cell) == BadRow(3, "it", reason, fatal=False)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_sample_of_a_kind_is_one_of_its_values_in_either_form(kind: Kind[Any]) -> None:
    settings = kind.settings({})
    sample = kind.sample(settings)
    assert sample
    assert kind.clean(settings, sample) == sample
    assert kind.parse(settings, sample if isinstance(sample, str) else json.dumps(sample)) == sample


def test_the_sample_of_a_table_has_the_columns_of_its_settings() -> None:
    table = KINDS["table"]
    settings = table.settings({"columns": ["b", "a"]})
    assert table.clean(settings, table.sample(settings))["columns"] == ["b", "a"]
