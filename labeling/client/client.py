"""The way in: an address and a token."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import httpx

from labeling.client.me import Me
from labeling.client.projects import Project, Projects
from labeling.client.records import StoredRecord
from labeling.client.session import Observer, Session
from labeling.client.tokens import Tokens
from labeling.client.workspaces import Workspace, Workspaces

API = "/api/v1/"


class Client:
    """Quorum at `url`, as the person whose token this is.

    A context manager that closes its connections; safe to share between threads. `timeout` is in seconds.
    Requests that may be repeated, submits among them, are: up to five times, and `on_retry` hears of it.
    """

    def __init__(
        self,
        url: str,
        token: str,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        on_retry: Observer | None = None,
    ) -> None:
        http = httpx.Client(base_url=url.rstrip("/") + API, timeout=timeout, transport=transport)
        self._begin(Session(http, token, on_retry))

    def _begin(self, session: Session) -> None:
        self._session = session
        self.workspaces = Workspaces(session)
        self.projects = Projects(session)
        self.tokens = Tokens(session)

    def acting_as(self, token: str) -> Client:
        """Somebody else over the same connections: a thousand annotators need no thousand sockets."""
        other = object.__new__(Client)
        other._begin(self._session.acting_as(token))
        return other

    def me(self) -> Me:
        me: Me = self._session.get("me")
        return me

    def workspace(self, slug: str) -> Workspace:
        """Asks nothing of the server yet."""
        return Workspace(self._session, slug)

    def project(self, id: int) -> Project:  # noqa: A002
        """Asks nothing of the server yet."""
        return Project(self._session, id)

    def record(self, id: int) -> StoredRecord:  # noqa: A002
        record: StoredRecord = self._session.get(f"records/{id}")
        return record

    def close(self) -> None:
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self._session.url!r})"
