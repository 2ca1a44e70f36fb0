"""Pseudonymous people who only label: a name and a token each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from labeling.client.session import Session


class Annotator(TypedDict):
    """The token is shown here and never again."""

    user_id: int
    username: str
    token: str


class Annotators:
    def __init__(self, session: Session, path: str) -> None:
        self._session = session
        self._path = path

    def create(self, count: int, *, prefix: str = "annotator", expires_days: int = 365) -> list[Annotator]:
        """So many new ones, named by the prefix and a few random characters; up to 1,000 at a time, all or none."""
        return self._post({"count": count, "prefix": prefix, "expires_days": expires_days})

    def create_named(self, usernames: Sequence[str], *, expires_days: int = 365) -> list[Annotator]:
        """New ones with these names; up to 1,000 at a time, all or none."""
        return self._post({"usernames": list(usernames), "expires_days": expires_days})

    def _post(self, body: dict[str, object]) -> list[Annotator]:
        annotators: list[Annotator] = self._session.post(self._path, body)
        return annotators
