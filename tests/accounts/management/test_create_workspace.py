import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Member, Role, Workspace


def test_a_workspace_and_its_owner(zoe):
    out = io.StringIO()
    call_command("create_workspace", "Night shift", "--owner", "zoe", stdout=out)

    assert out.getvalue() == "night-shift\n"
    assert Member.objects.get(workspace__slug="night-shift", user=zoe).role == Role.OWNER


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["Mine", "--owner", "nobody"], "create_user"),
        (["Mine", "--owner", "zoe", "--slug", "zoo"], "taken"),
        (["Mine", "--owner", "zoe", "--slug", "a b"], "Slug"),
        (["", "--owner", "zoe"], "Name"),
        (["x" * 101, "--owner", "zoe"], "Name"),
    ],
)
def test_refusals_say_why(zoo, args, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("create_workspace", *args)
    assert Workspace.objects.count() == 1
