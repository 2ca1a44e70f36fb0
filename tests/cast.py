"""The cast. Acme: Olga owns it, Otto organizes, Rita reviews; Ann, Ben and Cem label. Zoe is an outsider with a zoo."""

import pytest

from accounts.models import Role, User, Workspace
from tests.factories.accounts import join, make_user, make_workspace


@pytest.fixture
def olga(db: None) -> User:
    return make_user("olga", email="olga@acme.example")


@pytest.fixture
def acme(olga: User) -> Workspace:
    return make_workspace("acme", owner=olga)


@pytest.fixture
def otto(acme: Workspace) -> User:
    return _member(acme, "otto", Role.ORGANIZER)


@pytest.fixture
def rita(acme: Workspace) -> User:
    return _member(acme, "rita", Role.REVIEWER)


@pytest.fixture
def ann(acme: Workspace) -> User:
    return _member(acme, "ann", Role.ANNOTATOR)


@pytest.fixture
def ben(acme: Workspace) -> User:
    return _member(acme, "ben", Role.ANNOTATOR)


@pytest.fixture
def cem(acme: Workspace) -> User:
    return _member(acme, "cem", Role.ANNOTATOR)


@pytest.fixture
def zoe(db: None) -> User:
    return make_user("zoe")


@pytest.fixture
def zoo(zoe: User) -> Workspace:
    return make_workspace("zoo", owner=zoe)


def _member(workspace: Workspace, username: str, role: Role) -> User:
    user = make_user(username)
    join(workspace, user, role)
    return user
