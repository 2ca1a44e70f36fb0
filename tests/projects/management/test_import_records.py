from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from projects.models import Record
from tests.factories.projects import make_project


@pytest.fixture
def run(acme, olga, tmp_path):
    project = make_project(acme, olga)

    def command(content, *options, name="records.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        out, err = StringIO(), StringIO()
        try:
            call_command("import_records", project.pk, path, *options, stdout=out, stderr=err)
        except CommandError as error:
            return str(error), err.getvalue()
        return out.getvalue().strip(), err.getvalue()

    return command


def test_a_file_is_imported(run):
    assert run(b"id,text\n1,one\n2,two\n") == ("2 created, 0 updated, 0 unchanged, 0 bad.", "")
    assert run(b'{"id": 2, "text": "zwei"}', name="x.jsonl")[0] == "0 created, 1 updated, 0 unchanged, 0 bad."


def test_a_bad_row_is_shown_and_nothing_is_imported(run):
    message, table = run(b"id,text\n1,one\n2,\n")

    assert message == "Nothing was imported: 1 of 2 rows have errors."
    assert "Is required." in table
    assert not Record.objects.exists()


def test_bad_rows_are_left_out_if_so_wished(run):
    message, table = run(b"id,text\n1,one\n[bold]2,\n", "--skip-bad-rows")

    assert message == "1 created, 0 updated, 0 unchanged, 1 bad."
    assert "text" in table


def test_a_file_of_something_else_is_one_line(run):
    assert run(b"PK\x03\x04")[0].startswith("This is a spreadsheet")


@pytest.mark.django_db
def test_a_project_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(CommandError, match="There is no project 7"):
        call_command("import_records", 7, tmp_path / "x.csv")


def test_records_are_of_the_files_batch(run):
    run(b"id,text\n1,one\n")
    run(b"id,text\n2,two\n", "--batch", "Pilot")
    assert dict(Record.objects.values_list("external_id", "content__batch")) == {
        "1": "records.csv",
        "2": "Pilot",
    }
