"""Journeys through the client against the whole service: an organizer with a workspace, and people who label."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

import pytest

from labeling.client import Client, Workspace

if TYPE_CHECKING:
    from tests.stack import Stack

NUMBERS = count(1)


@pytest.fixture
def organizer(stack: Stack) -> Iterator[Client]:
    """Somebody new each time, who owns a workspace of their own."""
    # Not above: pytest reads this file before Django is set up.
    from accounts.actions import token as tokens
    from accounts.actions import user as users
    from accounts.actions import workspace as workspaces

    name = f"organizer-{next(NUMBERS)}"
    with stack.database():
        user = users.create(username=name)
        workspaces.create(name=name, slug=name, owner=user)
        _, token = tokens.create(user, name="journey")
    with stack.client(token) as client:
        yield client


@pytest.fixture
def workspace(organizer: Client) -> Workspace:
    return organizer.workspace(organizer.me()["workspaces"][0]["slug"])


@pytest.fixture
def people(organizer: Client, workspace: Workspace) -> tuple[Client, Client]:
    """Two pseudonymous annotators."""
    one, other = workspace.annotators.create(2)
    return organizer.acting_as(one["token"]), organizer.acting_as(other["token"])
