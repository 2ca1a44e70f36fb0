"""What a person sees while a replay runs: a bar, or lines where there is no terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

LINES_EVERY = 10.0  # seconds
REFRESH = 0.2


class Counter(Protocol):
    def __call__(self) -> int: ...


@contextmanager
def showing(console: Console, what: str, total: int, done: Counter) -> Iterator[None]:
    """Asks `done` now and then, from a thread of its own, until the block ends."""
    ended = Event()
    follow = _bar if console.is_terminal else _lines
    thread = Thread(target=follow, args=(console, what, total, done, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _bar(console: Console, what: str, total: int, done: Counter, ended: Event) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(what, total=total)
        while not ended.wait(REFRESH):
            progress.update(task, completed=done())
        progress.update(task, completed=done())


def _lines(console: Console, what: str, total: int, done: Counter, ended: Event) -> None:
    console.print(f"{what}: {total:,}", highlight=False)
    while not ended.wait(LINES_EVERY):
        console.print(f"{done():,} of {total:,}", highlight=False)
