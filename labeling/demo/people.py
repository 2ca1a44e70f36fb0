"""The demo's people: one for each role, with passwords of this installation's own."""

from __future__ import annotations

from pathlib import Path

from accounts.actions import user as users
from accounts.actions import workspace as workspaces
from accounts.models import Member, Role, User, Workspace, secret

WORKSPACE = "Demo"
SLUG = "demo"
ROLES = {"organizer": Role.OWNER, "reviewer": Role.REVIEWER, "annotator": Role.ANNOTATOR}

Passwords = dict[str, str]
"""By user name."""


def make_workspace() -> tuple[Workspace, Passwords]:
    """The demo's workspace with its people. Raises NameTaken where somebody has one of the names."""
    passwords = {name: secret.password() for name in ROLES}
    made = {name: users.create(username=name, password=password) for name, password in passwords.items()}
    workspace = workspaces.create(name=WORKSPACE, slug=SLUG, owner=made["organizer"])
    others = [name for name in ROLES if name != "organizer"]
    Member.objects.bulk_create(
        Member(workspace=workspace, user=made[name], role=ROLES[name]) for name in others
    )
    return workspace, passwords


def renew_passwords() -> Passwords:
    """New ones, where the old ones were lost."""
    passwords = {name: secret.password() for name in ROLES}
    for user in User.objects.filter(username__in=ROLES, memberships__workspace__slug=SLUG):
        user.set_password(passwords[user.username])
        user.save(update_fields=["password"])
    return passwords


def write(passwords: Passwords, path: Path) -> None:
    """Readable by the owner alone, and whole or not there at all."""
    partial = path.with_name(path.name + ".part")
    partial.unlink(missing_ok=True)
    rows = [("role", "username", "password")]
    rows += [(ROLES[name].label, name, password) for name, password in passwords.items()]
    lines = "".join(f"{role:<12}{name:<12}{password}\n" for role, name, password in rows)
    partial.touch(mode=0o600, exist_ok=False)
    partial.write_text(lines)
    partial.replace(path)
