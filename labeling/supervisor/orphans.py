"""What a copy that was killed left running: every process it started carries the data folder in its environment."""

from __future__ import annotations

import os
import signal
import time
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
    for process in _still_there_after(PATIENCE, found):
        _attempt(process.kill)
    _still_there_after(PATIENCE, found)
    return len(found)


def end_group(leader: int) -> None:
    """End what a dead child's own children go on with: uvicorn's would keep its port from the one that follows."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGTERM)


def _still_there_after(patience: float, processes: list[psutil.Process]) -> list[psutil.Process]:
    until = time.monotonic() + patience
    while (alive := [process for process in processes if _alive(process)]) and time.monotonic() < until:
        time.sleep(0.05)
    return alive


def _alive(process: psutil.Process) -> bool:
    """A zombie is dead: in a container without an init nobody ever buries it, and psutil would wait for that."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _mark_of(process: psutil.Process) -> str | None:
    try:
        environment: dict[str, str] = process.environ()
    except (psutil.Error, OSError):
        return None
    return environment.get(MARK)


def _attempt(act: Callable[[], None]) -> None:
    with suppress(psutil.NoSuchProcess):
        act()
