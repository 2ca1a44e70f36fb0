"""A list on the server, read page by page while one goes through it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from labeling.client.session import Session

T = TypeVar("T")


class Collection(Generic[T]):
    """`for entry in collection` asks for the next page when it comes to it; every loop starts anew."""

    def __init__(self, session: Session, path: str, **params: Any) -> None:
        self._session = session
        self._path = path
        self._params = params

    def __iter__(self) -> Iterator[T]:
        return self._session.pages(self._path, **self._params)
