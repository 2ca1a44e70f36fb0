"""One's own keys to the API."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from labeling.client.collection import Collection
from labeling.client.session import Session


class Token(TypedDict):
    """`token` is there once: in the answer that made it."""

    id: int
    name: str
    hint: str
    created_at: str
    expires_at: str | None
    token: NotRequired[str]


class Tokens(Collection[Token]):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "tokens")

    def create(self, name: str, *, expires_days: int | None = 365) -> Token:
        """None: it lasts until it is revoked."""
        token: Token = self._session.post("tokens", {"name": name, "expires_days": expires_days})
        return token

    def revoke(self, id: int) -> None:  # noqa: A002
        self._session.request("DELETE", f"tokens/{id}")
