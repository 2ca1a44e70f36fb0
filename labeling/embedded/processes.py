"""Finding an engine by the folder it works in: a pid that was written down may be anybody's by now."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from signal import Signals

import psutil

from labeling.embedded import owner

PATIENCE = 10.0  # seconds


def serves(process: psutil.Process, name: str, place: Path) -> bool:
    """Whether this process is the engine of this folder; in doubt, where the system does not tell, it is."""
    try:
        return process.name().startswith(name) and Path(process.cwd()) == place
    except psutil.AccessDenied:
        return True
    except psutil.Error:
        return False


def serving(name: str, place: Path) -> list[psutil.Process]:
    """The engines' user's processes that are the engine of this folder."""
    ours = [p for p in psutil.process_iter(["username"]) if p.info["username"] == owner.user().pw_name]
    return [process for process in ours if serves(process, name, place)]


def end(name: str, place: Path, how: Signals) -> None:
    """Signal them, and wait until they have ended, or for as long as our patience lasts."""
    left = serving(name, place)
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(how)
    until = time.monotonic() + PATIENCE
    while any(serves(process, name, place) for process in left) and time.monotonic() < until:
        time.sleep(0.05)
