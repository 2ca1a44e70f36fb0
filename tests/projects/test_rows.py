import pytest

from projects.models import Field
from projects.rows import Candidate, candidates
from projects.sources import BadRow, Row

TEXT = Field(name="text", kind="text", settings={}, required=True)
HINT = Field(name="hint", kind="text", settings={}, required=False)
CHAT = Field(name="chat", kind="chat", settings={}, required=False)


def read(values, *, cells=False, fields=(TEXT, HINT, CHAT)):
    [row] = candidates([Row(3, values)], fields=fields, cells=cells)
    return row


def fault(values, **options):
    row = read(values, **options)
    assert isinstance(row, BadRow), row
    return row.column, row.reason


def test_a_nested_row():
    row = read(
        {"external_id": "a", "fields": {"text": "x"}, "metadata": {"n": [1]}, "overlap": 2, "priority": -3}
    )

    assert row == Candidate(3, "a", 2, -3, {"text": "x"}, {"n": [1]})


def test_a_flat_row_is_fields_and_metadata_side_by_side():
    row = read({"id": 7, "text": "x", "source": "web", "metadata.n": 1, "metadata": {"m": 2}, "gone": None})

    assert row == Candidate(3, "7", None, None, {"text": "x"}, {"source": "web", "n": 1, "m": 2})


def test_beside_an_external_id_a_column_id_is_metadata():
    row = read({"external_id": "a", "id": "b", "text": "x"})

    assert (row.external_id, row.metadata) == ("a", {"id": "b"})


def test_cells_are_read_by_their_kind():
    chat = '[{"role": "user", "content": "Hi"}]'
    row = read(
        {"text": "007", "chat": chat, "hint": "", "overlap": " 2 ", "priority": "-1", "x": ""}, cells=True
    )

    assert row == Candidate(
        3, None, 2, -1, {"text": "007", "chat": [{"role": "user", "content": "Hi"}]}, None
    )


@pytest.mark.parametrize(
    ("values", "column", "reason"),
    [
        ({}, "text", "Is required."),
        ({"text": ""}, "text", "Is required."),
        ({"text": None}, "text", "Is required."),
        ({"text": ["x"]}, "text", "Must be text."),
        ({"text": "a\0b"}, "text", "Contains a NUL character."),
        ({"text": "x", "chat": "Hi"}, "chat", "Must be a list of messages"),
        ({"fields": "x"}, "fields", "Must be an object."),
        ({"fields": {"text": "x"}, "metadata": 1}, "metadata", "Must be an object."),
        ({"fields": {"text": "x", "txt": 1}}, "txt", "Is not a field of this project."),
        ({"fields": {"text": "x"}, "metdata": {}}, "metdata", "Is not known beside “fields”"),
        ({"text": "x", "overlap": 0}, "overlap", "Must be a whole number from 1 to 1000."),
        ({"text": "x", "overlap": True}, "overlap", "Must be a whole number"),
        ({"text": "x", "overlap": "9" * 5000}, "overlap", "Must be a whole number"),
        ({"text": "x", "priority": 1001}, "priority", "Must be a whole number from -1000 to 1000."),
        ({"text": "x", "external_id": ["a"]}, "external_id", "Must be a text or a whole number."),
        ({"text": "x", "id": "a\nb"}, "id", "Must be one line"),
        ({"text": "x", "id": "a\0"}, "id", "Contains a NUL character."),
        ({"text": "x", "id": "i" * 201}, "id", "Has 201 characters"),
        ({"text": "x", "n": float("nan")}, "n", "Holds a number that is not finite."),
        ({"text": "x", "n": {"deep\0": 1}}, "n", "Contains a NUL character."),
        ({"text": "x", "\ud800": 1}, None, "Is not valid Unicode"),
        ({"fields": {"text": "x", "\ud800": 1}}, None, "Is not a field of this project."),
    ],
)
def test_what_does_not_fit_is_placed_and_explained(values, column, reason):
    found, why = fault(values)

    assert found == column
    assert why.startswith(reason)
    assert why.endswith(".")


def test_a_file_without_a_required_column_is_given_up_at_its_first_row():
    rows = [Row(2, {"id": "a"}), Row(3, {"id": "b"})]
    [only] = candidates(rows, fields=[TEXT], cells=True)

    assert isinstance(only, BadRow)
    assert (only.number, only.column, only.fatal) == (2, "text", True)


def test_bad_rows_of_the_reader_pass_through_and_fatal_ones_end_it():
    rows: list[Row | BadRow] = [
        BadRow(1, None, "Odd."),
        Row(2, {"text": "x"}),
        BadRow(3, None, "Cut.", fatal=True),
        Row(4, {}),
    ]

    assert [row.number for row in candidates(rows, fields=[TEXT], cells=False)] == [1, 2, 3]
