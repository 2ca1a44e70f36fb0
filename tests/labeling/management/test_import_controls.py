from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from labeling.models import Control
from tests.factories.controls import control
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga, records=2)


@pytest.fixture
def run(project, tmp_path):
    def run(content, *options, name="controls.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        out, err = StringIO(), StringIO()
        try:
            call_command("import_controls", project.pk, path, *options, stdout=out, stderr=err)
        except CommandError as error:
            return str(error), err.getvalue()
        return out.getvalue().strip(), err.getvalue()

    return run


def test_a_file_is_loaded(run, project, olga, otto):
    assert run(b"external_id,answers.mood\nr1,good\n") == ("1 created, 0 updated, 0 unchanged, 0 bad.", "")
    assert control(project, "r1").created_by == olga
    line = b'{"external_id": "n", "fields": {"text": "x"}, "answers": {"mood": "bad"}}'
    assert run(line, "--by", "OTTO", name="x.jsonl")[0] == "1 created, 0 updated, 0 unchanged, 0 bad."
    assert control(project, "n").created_by == otto


def test_a_bad_row_is_shown_and_nothing_is_loaded(run, project):
    table = b"external_id,answers.mood\nr1,good\nr2,[bold]\n"
    message, problems = run(table)
    assert message == "Nothing was loaded: 1 of 2 rows have errors."
    assert "answers.mood" in problems
    assert not Control.objects.exists()
    assert run(table, "--skip-bad-rows")[0] == "1 created, 0 updated, 0 unchanged, 1 bad."


def test_whatever_is_not_there_is_one_line(run, tmp_path):
    assert run(b"PK\x03\x04")[0].startswith("This is a spreadsheet")
    assert run(b"id\n1\n", "--by", "nobody")[0] == "There is no user nobody."
    with pytest.raises(CommandError, match="There is no project 7777"):
        call_command("import_controls", 7777, tmp_path / "x.csv")
