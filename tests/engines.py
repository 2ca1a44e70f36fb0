"""Embedded engines for one session of the suite, several of which may run in one checkout at once."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import psutil

from labeling import embedded


@dataclass(frozen=True)
class SessionEngines:
    data: Path
    addresses: embedded.Addresses

    @classmethod
    def start(cls, above: Path) -> SessionEngines:
        """Start engines in a folder of this process, after sweeping away what killed sessions left running."""
        above.mkdir(parents=True, exist_ok=True)
        for folder in above.glob("[0-9]*"):
            if not psutil.pid_exists(int(folder.name)):
                _sweep(folder)
        engines = embedded.start(above / str(os.getpid()))
        return cls(engines.data, engines.addresses)

    def stop(self) -> None:
        _sweep(self.data)


def _sweep(data: Path) -> None:
    embedded.Engines(data).stop()
    shutil.rmtree(data, ignore_errors=True)
