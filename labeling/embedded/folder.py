"""The data folder: what lies where, and who may enter. Ordinary users own all of it; as root the engines own theirs."""

from __future__ import annotations

import hashlib
import os
import re
from importlib.util import find_spec
from pathlib import Path

from labeling.embedded import owner

# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
LONGEST_SOCKET = 103
LONGEST_NAME = ".s.PGSQL.5432"


def sockets(data: Path) -> Path:
    """The folder of the sockets: inside the data folder, or where that path is too long or too odd for one, a short
    name for it. Not under TMPDIR, which differs between a shell and a service on one machine."""
    inside = data.resolve() / "run"
    plain = re.fullmatch(r"[\w./-]+", str(inside), re.ASCII)
    if plain and len(str(inside / LONGEST_NAME)) <= LONGEST_SOCKET:
        return inside
    return Path("/tmp") / f"quorum-{hashlib.sha256(os.fsencode(inside)).hexdigest()[:16]}"  # noqa: S108  owner.take() guards it


def cluster(data: Path) -> Path:
    return data.resolve() / "postgres"


def log(data: Path, name: str) -> Path:
    return data.resolve() / "log" / f"{name}.log"


def binaries(package: str, place: str) -> Path:
    """Where an installed package keeps its engine, found without running its code, and open to who runs it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    home = Path(spec.origin).parent
    if owner.needed():
        owner.let_run(home / place, libraries=home.with_name(f"{package}.libs"))
    return home / place


def make(data: Path) -> None:
    """Make the folder and give the engines' owner what is theirs; safe to repeat."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for private in (sockets(data), log(data, "any").parent):
        private.mkdir(exist_ok=True, mode=0o700)
        owner.take(private)
    if owner.needed():
        data.chmod(data.stat().st_mode | 0o001)
        owner.let_through(data.resolve())
