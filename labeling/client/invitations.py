"""Links by which people join a workspace."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from labeling.client.collection import Collection


class Invitation(TypedDict):
    """`url` is there once: in the answer that made it."""

    id: int
    role: str
    email: str
    capacity: int
    uses: int
    created_by: str
    created_at: str
    expires_at: str
    revoked_at: str | None
    url: NotRequired[str]


class Invitations(Collection[Invitation]):
    def create(self, role: str, *, email: str = "", capacity: int = 1, expires_days: int = 14) -> Invitation:
        body = {"role": role, "email": email, "capacity": capacity, "expires_days": expires_days}
        invitation: Invitation = self._session.post(self._path, body)
        return invitation

    def revoke(self, id: int) -> None:  # noqa: A002
        self._session.request("DELETE", f"{self._path}/{id}")
