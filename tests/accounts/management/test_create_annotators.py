import csv
import io
import stat

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Member, Role, Token, User


def test_to_standard_output(acme):
    out = io.StringIO()
    call_command("create_annotators", "acme", "3", "--prefix", "night", stdout=out)

    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert len(rows) == 3
    for row in rows:
        user = User.objects.get(username=row["username"])
        assert row["username"].startswith("night-")
        assert user.check_password(row["password"])
        assert Token.objects.of(row["token"]).get().is_valid(timezone.now())
        assert Member.objects.get(user=user, workspace=acme).role == Role.ANNOTATOR


def test_to_a_file_that_only_its_owner_reads(acme, tmp_path):
    out = tmp_path / "annotators.csv"
    call_command("create_annotators", "acme", "2", "--out", str(out), stdout=io.StringIO())

    assert len(list(csv.DictReader(out.read_text().splitlines()))) == 2
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_made_makes_nobody(acme, tmp_path):
    out = tmp_path / "annotators.csv"
    out.write_text("the only copy of others")

    for path in (out, tmp_path / "missing" / "annotators.csv"):
        with pytest.raises(CommandError, match="cannot be made"):
            call_command("create_annotators", "acme", "2", "--out", str(path))
    assert out.read_text() == "the only copy of others"
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["nowhere", "1"], "create_workspace"),
        (["acme", "0"], "1 to 1,000"),
        (["acme", "1001"], "1 to 1,000"),
        (["acme", "1", "--prefix", "=1"], "prefix"),
        (["acme", "1", "--prefix", "a\n"], "prefix"),
        (["acme", "1", "--days", "0"], "days"),
    ],
)
def test_refusals_say_why_and_make_nobody(acme, args, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("create_annotators", *args)
    assert User.objects.count() == 1
