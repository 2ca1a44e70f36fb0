"""An organizer on this machine: the one thing that a replay takes from the database and not over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from accounts.actions import token as tokens
from accounts.actions import user as users
from accounts.actions import workspace as workspaces
from accounts.models import Member, Role, User, Workspace
from labeling.demo import people

USERNAME = "replays"
WORKSPACE = "replays"
LIFETIME = timedelta(days=2)


@contextmanager
def organizer_token(slug: str) -> Iterator[str]:
    """A token of somebody who may make campaigns in this workspace; it ends with the block.

    The person and the workspace are made where they are missing.
    """
    user = User.objects.filter(username=USERNAME).first() or users.create(username=USERNAME)
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None:
        workspace = workspaces.create(name=slug.replace("-", " ").capitalize(), slug=slug, owner=user)
    Member.objects.get_or_create(workspace=workspace, user=user, defaults={"role": Role.ORGANIZER})
    if slug == WORKSPACE:
        _let_watch(workspace)
    token, plain = tokens.create(user, name="A replay", lifetime=LIFETIME)
    try:
        yield plain
    finally:
        tokens.revoke(token)


def _let_watch(workspace: Workspace) -> None:
    """Whoever owns the demo is let in, to see replays in the browser."""
    owners = User.objects.filter(memberships__workspace__slug=people.SLUG, memberships__role=Role.OWNER)
    for owner in owners:
        Member.objects.get_or_create(workspace=workspace, user=owner, defaults={"role": Role.ORGANIZER})
