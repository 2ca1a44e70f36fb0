"""Whole results, streamed into a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from labeling.client.session import Session

Export = Literal["responses", "consensus"]
Format = Literal["jsonl", "csv"]


def address(path: str, *sorts: str) -> str:
    """The path with these sorts of responses asked for besides the counted ones."""
    return f"{path}?{'&'.join(f'{sort}=1' for sort in sorts)}" if sorts else path


def export(session: Session, path: str, to: str | os.PathLike[str]) -> Path:
    """Only a whole export takes the file's name: one that breaks off leaves what was there before."""
    target = Path(to)
    partial = target.with_name(target.name + ".part")
    try:
        with session.stream(path) as pieces, partial.open("wb") as file:
            file.writelines(pieces)
        return partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
