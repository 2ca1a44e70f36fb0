"""What a copy that was killed left running: every process it started carries the data folder in its environment."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

MARK = "QUORUM_SUPERVISED"
PATIENCE = 25.0  # seconds


def mark(data: Path) -> dict[str, str]:
    return {MARK: str(data.resolve())}


def of(data: Path) -> list[psutil.Process]:
    """Living processes of this data folder's copy, except the caller's own."""
    return [process for process in psutil.process_iter() if _mark_of(process) == str(data.resolve())]


def end(data: Path) -> int:
    """End them all, politely first; returns how many there were. Call it only while holding the folder's claim."""
    found = of(data)
    for process in found:
        _attempt(process.terminate)
    _, stubborn = psutil.wait_procs(found, PATIENCE)
    for process in stubborn:
        _attempt(process.kill)
    psutil.wait_procs(stubborn, PATIENCE)
    return len(found)


def _mark_of(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK) if process.status() != psutil.STATUS_ZOMBIE else None
    except (psutil.Error, OSError):
        return None


def _attempt(act: Callable[[], None]) -> None:
    with suppress(psutil.NoSuchProcess):
        act()
