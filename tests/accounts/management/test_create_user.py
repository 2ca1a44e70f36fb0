import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def create(monkeypatch, *args, stdin=""):
    monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
    call_command("create_user", *args)


def test_with_a_password_from_standard_input(monkeypatch):
    create(monkeypatch, "yan", "--email", "yan@example.com", "--password-stdin", stdin="a quick brown fox\n")

    yan = User.objects.get(username="yan")
    assert yan.check_password("a quick brown fox")
    assert (yan.email, yan.is_superuser) == ("yan@example.com", False)


def test_a_superuser(monkeypatch):
    create(monkeypatch, "root", "--superuser", "--no-password")

    root = User.objects.get(username="root")
    assert root.is_superuser
    assert root.is_staff
    assert not root.has_usable_password()


@pytest.mark.parametrize(
    ("args", "stdin", "reason"),
    [
        (["Olga", "--no-password"], "", "taken"),
        (["a b", "--no-password"], "", "valid username"),
        (["yan", "--password-stdin"], "123\n", "too short"),
        (["yan", "--password-stdin"], "", "too short"),
        (["yan"], "", "--password-stdin"),
    ],
)
def test_refusals_say_why_and_make_nobody(monkeypatch, olga, args, stdin, reason):
    with pytest.raises(CommandError, match=reason):
        create(monkeypatch, *args, stdin=stdin)
    assert User.objects.count() == 1
