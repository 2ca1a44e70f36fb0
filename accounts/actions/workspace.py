"""Making workspaces."""

import secrets

from django.db import transaction
from django.utils.text import slugify

from accounts.constraints import refusals
from accounts.errors import NameTaken
from accounts.models import Member, Role, User, Workspace

SLUG_TAKEN = "accounts_workspace_slug_key"
SLUG_LENGTH = 50


def create(*, name: str, owner: User, slug: str | None = None) -> Workspace:
    """A workspace that this person owns. Raises NameTaken if somebody has the slug, where one is asked for."""
    if slug is not None:
        return _create(name, owner, slug)
    base = slugify(name)[:SLUG_LENGTH].strip("-_") or "workspace"
    try:
        return _create(name, owner, base)
    except NameTaken:
        return _create(name, owner, f"{base}-{secrets.token_hex(4)}")


def _create(name: str, owner: User, slug: str) -> Workspace:
    with refusals({SLUG_TAKEN: NameTaken(name=slug)}), transaction.atomic():
        workspace = Workspace.objects.create(name=name, slug=slug)
        Member.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
    return workspace
