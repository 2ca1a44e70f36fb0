"""The embedded PostgreSQL and Redis of one data folder: the same engines as in production, from PyPI, as plain processes.

They listen on unix sockets in a folder that only their owner may enter, never on a network port, so where they
listen follows from the path of the data folder alone: `addresses` starts nothing and may be called by settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from types import TracebackType
from typing import Self

from labeling.embedded import folder, postgres, redis
from labeling.embedded.errors import CannotStart

__all__ = ["Addresses", "CannotStart", "Engines", "addresses", "start"]


@dataclass(frozen=True)
class Addresses:
    """Where the engines of a data folder listen, as the URLs that settings read."""

    database_url: str
    redis_url: str


def addresses(data: Path) -> Addresses:
    """Pure arithmetic on the path: nothing is started, made or read."""
    sockets = folder.sockets(data)
    return Addresses(database_url=postgres.url(sockets), redis_url=redis.url(sockets))


@dataclass(frozen=True)
class Engines:
    """Running engines of one data folder; a context manager that stops them at its end."""

    data: Path

    @property
    def addresses(self) -> Addresses:
        return addresses(self.data)

    def revive(self) -> list[str]:
        """Start again what has died since; returns the names of those engines."""
        with _only_one(self.data):
            return [engine.NAME for engine in (postgres, redis) if engine.start(self.data)]

    def stop(self) -> None:
        """Stop both, PostgreSQL after its last transaction is on disk; stopping twice is harmless."""
        with _only_one(self.data):
            redis.stop(self.data)
            postgres.stop(self.data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(data: Path) -> Engines:
    """Start the engines of this folder, making it where there is none, and return once they accept connections.

    Engines that still run, after a crash of whoever started them, are adopted. Two callers at once get the same engines.
    Raises CannotStart, whose message is one line for a person: another major version's data, no way to start.
    """
    folder.make(data)
    engines = Engines(data)
    engines.revive()
    return engines


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    with (data / "engines.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield
