"""Teams, and the people in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from labeling.client.annotators import Annotators
from labeling.client.collection import Collection
from labeling.client.invitations import Invitations
from labeling.client.me import Membership
from labeling.client.session import Session


class Member(TypedDict):
    id: int
    user_id: int
    username: str
    handle: str
    role: str
    groups: list[str]
    joined_at: str


class Workspaces(Collection[Membership]):
    """The ones that one belongs to."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "workspaces")

    def create(self, name: str, *, slug: str | None = None) -> Workspace:
        """A new one, of which one is the owner."""
        made = self._session.post("workspaces", {"name": name} | ({"slug": slug} if slug else {}))
        return Workspace(self._session, made["slug"])


class Members(Collection[Member]):
    def change(
        self,
        id: int,  # noqa: A002
        *,
        role: str | None = None,
        groups: Sequence[str] | None = None,
    ) -> Member:
        """Give a role, or say to which groups the person belongs, or both."""
        given = {"role": role, "groups": None if groups is None else list(groups)}
        body = {name: value for name, value in given.items() if value is not None}
        member: Member = self._session.request("PATCH", f"{self._path}/{id}", body=body)
        return member

    def remove(self, id: int) -> None:  # noqa: A002
        self._session.request("DELETE", f"{self._path}/{id}")


class Workspace:
    def __init__(self, session: Session, slug: str) -> None:
        self.slug = slug
        self._session = session
        self._path = f"workspaces/{slug}"
        self.members = Members(session, f"{self._path}/members")
        self.annotators = Annotators(session, f"{self._path}/annotators")
        self.invitations = Invitations(session, f"{self._path}/invitations")

    def get(self) -> Membership:
        workspace: Membership = self._session.get(self._path)
        return workspace

    def __repr__(self) -> str:
        return f"Workspace({self.slug!r})"
