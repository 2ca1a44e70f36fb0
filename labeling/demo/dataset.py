"""What every recorded campaign offers, and how its files are read."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol


class Vote(NamedTuple):
    """What one person of the recorded crowd answered; `record` is its external id."""

    record: str
    annotator: str
    answer: str


class Dataset(Protocol):
    """A module of this package.

    ALPHA and ACCURACY are what the whole campaign must come to, to four decimals: Krippendorff's alpha of QUESTION,
    and how often the majority is right, expected over ties; None where there is no truth.
    """

    NAME: str
    QUESTION: str
    ALPHA: float
    ACCURACY: float | None

    def definition(self) -> dict[str, Any]:
        """The project, as the API takes it; without workspace."""

    def records(self) -> Iterator[dict[str, Any]]:
        """The records, as the API takes them, in the file's order."""

    def votes(self) -> Iterator[Vote]:
        """Nobody twice on a record."""

    def truth(self) -> dict[str, str]:
        """The right answer by external id, where it is known. Never shown to annotators."""


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
