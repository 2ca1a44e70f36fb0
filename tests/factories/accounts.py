"""People and workspaces for tests."""

from typing import Any

from accounts.models import Member, Role, User, Workspace


def make_user(username: str, *, password: str | None = None, **fields: Any) -> User:
    return User.objects.create_user(username, password=password, **fields)


def make_workspace(slug: str, *, owner: User) -> Workspace:
    workspace = Workspace.objects.create(name=slug.capitalize(), slug=slug)
    join(workspace, owner, Role.OWNER)
    return workspace


def join(workspace: Workspace, user: User, role: Role) -> Member:
    return Member.objects.create(workspace=workspace, user=user, role=role)
