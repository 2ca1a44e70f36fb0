"""Labels, and what is true, from files."""

from math import isfinite
from pathlib import Path
from typing import Any

from labeling.assess.columns import BadFile, Chunk, Progress, chunks, quoted, refusals
from labeling.quality.patterns import Unit
from labeling.quality.table import Level
from labeling.quality.votes import Ballot, Name, Repeated, Votes

LABELS = (("item",), ("worker",), ("label", "rating"))
TRUTH = (("item",), ("truth", "gold"))


def read_votes(path: Path, level: Level, progress: Progress) -> Votes:
    """The labels of a file with columns item, worker, label (or rating): text, or at other levels than nominal numbers.

    BadFile as of `chunks`, and where a cell is no finite number, a worker labelled an item twice, or there are no labels.
    """
    ballot, reading = Ballot(), _Reading(level)
    with refusals(path):
        for items, workers, labels in map(reading.of, chunks(path, LABELS, progress)):
            ballot.add(items, workers, labels)
        try:
            votes = ballot.votes()
        except Repeated:
            raise _repetition(path) from None
        if not len(votes):
            raise BadFile("there are no labels in it")
    return votes


def read_truth(path: Path, level: Level, progress: Progress) -> dict[Name, Unit]:
    """The right value by item, of a file with columns item, truth (or gold).

    BadFile as of `chunks`, and where an item has two truths.
    """
    truth: dict[Name, Unit] = {}
    reading = _Reading(level)
    with refusals(path):
        for chunk in chunks(path, TRUTH, progress):
            for place, (item, value) in enumerate(zip(*reading.of(chunk), strict=True)):
                if truth.setdefault(item, value) != value:
                    raise chunk.wrong(place, f"item {quoted(item)} has another truth above")
    return truth


class _Reading:
    """Makes numbers of a chunk's last column, where the level needs them; each distinct cell is converted once."""

    def __init__(self, level: Level) -> None:
        self.numbers = None if level == "nominal" else _Numbers()

    def of(self, chunk: Chunk) -> list[list[Any]]:
        *names, cells = chunk.columns
        if self.numbers is None:
            return chunk.columns
        try:
            return [*names, list(map(self.numbers.__getitem__, cells))]
        except _NoNumber as error:
            cell = str(error)
            raise chunk.wrong(
                cells.index(cell), f"{quoted(cell)} is no finite number, which this level needs"
            ) from None


class _NoNumber(Exception):
    """The message is the cell."""


class _Numbers(dict[str, float]):
    def __missing__(self, cell: str) -> float:
        try:
            number = float(cell)
        except ValueError:
            raise _NoNumber(cell) from None
        if not isfinite(number):
            raise _NoNumber(cell)
        return self.setdefault(cell, number)


def _repetition(path: Path) -> BadFile:
    """Where the first repetition is: the file is read again, since nobody keeps row numbers when all is well."""
    seen: dict[tuple[str, str], int] = {}
    for chunk in chunks(path, LABELS, lambda _: None):
        items, workers, _ = chunk.columns
        for place, pair in enumerate(zip(items, workers, strict=True)):
            if pair in seen:
                worker, item = quoted(pair[1]), quoted(pair[0])
                return chunk.wrong(place, f"worker {worker} labelled item {item} in row {seen[pair]} already")
            seen[pair] = chunk.rows[place]
    return BadFile("a worker labelled an item twice")
