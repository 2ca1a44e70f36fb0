"""Votes as arrays: who gave which value to which record, for everything that weighs people against each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, repeat
from operator import itemgetter
from typing import Any

import numpy as np

from labeling.quality.patterns import Pattern, Unit, pattern
from labeling.quality.table import Indices

Name = str | int
Truth = Mapping[Any, Unit]
"""What is true of records, by name."""

CHUNK = 100_000
NARROW = 2**62  # what fits into a whole number of numpy


@dataclass(frozen=True, eq=False)
class Votes:
    """n votes of W annotators on N records, over V values; nobody votes twice on a record.

    The names are sorted, and so are the votes, by record and then annotator: the same votes make the same arrays in
    whatever order they came. The values keep the order of the question's options, where those were given.
    """

    records: tuple[Name, ...]
    annotators: tuple[Name, ...]
    values: tuple[Unit, ...]
    record: Indices  # (n,)
    annotator: Indices  # (n,)
    value: Indices  # (n,)

    def __len__(self) -> int:
        return len(self.record)

    @cached_property
    def overlap(self) -> Indices:
        """(N,) votes on each record."""
        return np.bincount(self.record, minlength=len(self.records))

    @cached_property
    def given(self) -> Indices:
        """(W,) votes of each annotator."""
        return np.bincount(self.annotator, minlength=len(self.annotators))

    @cached_property
    def start(self) -> Indices:
        """(N,) each record's first vote."""
        return np.cumsum(self.overlap) - self.overlap

    def known(self, truth: Truth) -> Indices:
        """(N,) the place of each record's true value; -1 where it is unknown, V where it is none of the values."""
        places = {value: place for place, value in enumerate(self.values)}
        found = (places.get(truth[name], len(places)) if name in truth else -1 for name in self.records)
        return np.fromiter(found, np.intp, len(self.records))

    def patterns(self) -> dict[Pattern, int]:
        """How many records show which pattern of values: what agreement is computed on."""
        shown: dict[Pattern, int] = {}
        for size in np.unique(self.overlap):
            first = self.start[self.overlap == size]
            rows, counts = _distinct(
                np.sort(self.value[first[:, None] + np.arange(size)], axis=1), len(self.values)
            )
            for row, count in zip(rows.tolist(), counts.tolist(), strict=True):
                shown[pattern(self.values[place] for place in row)] = count
        return shown


class Repeated(ValueError):
    """The same annotator voted twice on the same record."""


class Ballot:
    """Gathers votes column by column, chunk by chunk, so that few are in memory as Python objects at a time."""

    def __init__(self) -> None:
        self._columns = (_Column(), _Column(), _Column())

    def add(self, records: Sequence[Name], annotators: Sequence[Name], values: Sequence[Unit]) -> None:
        for column, names in zip(self._columns, (records, annotators, values), strict=True):
            column.add(names)

    def votes(self, values: Sequence[Unit] | None = None) -> Votes:
        """All that was added. `values` are the question's options; without them, what was voted, sorted.

        Repeated where somebody voted twice on a record; ValueError for a vote that is none of `values`; TypeError
        where text and numbers are mixed.
        """
        records, annotators, options = (column.sorted() for column in self._columns)
        options = options if values is None else tuple(values)
        record, annotator, value = (
            column.places(names)
            for column, names in zip(self._columns, (records, annotators, options), strict=True)
        )
        key = record * len(annotators) + annotator
        order = np.argsort(key, kind="stable")
        if not np.diff(key[order]).all():
            raise Repeated
        return Votes(records, annotators, options, record[order], annotator[order], value[order])


class _Column:
    """Names, numbered in the order of their first appearance."""

    def __init__(self) -> None:
        self._numbers: defaultdict[Any, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._parts = [np.zeros(0, np.intp)]

    def add(self, names: Sequence[Unit]) -> None:
        self._parts.append(np.fromiter(map(self._numbers.__getitem__, names), np.intp, len(names)))

    def sorted(self) -> tuple[Any, ...]:
        return tuple(sorted(self._numbers))

    def places(self, names: Sequence[Unit]) -> Indices:
        """Where each name stands in `names`."""
        numbers = np.fromiter(map(self._numbers.get, names, repeat(-1)), np.intp, len(names))
        found = np.flatnonzero(numbers >= 0)
        if len(found) < len(self._numbers):
            raise ValueError("a vote is none of the values")
        place = np.empty(len(self._numbers), np.intp)
        place[numbers[found]] = found
        return place[np.concatenate(self._parts)]


def votes(given: Iterable[tuple[Name, Name, Unit]], values: Sequence[Unit] | None = None) -> Votes:
    """The votes of triples (record, annotator, value); `values` and errors as of `Ballot.votes`."""
    ballot, rest = Ballot(), iter(given)
    while chunk := list(islice(rest, CHUNK)):
        ballot.add(*(list(map(itemgetter(place), chunk)) for place in range(3)))
    return ballot.votes(values)


def _distinct(rows: Indices, values: int) -> tuple[Indices, Indices]:
    """The distinct rows of places below `values`, and how often each occurs.

    Rows that fit into one number each are sorted ten times faster so.
    """
    width = rows.shape[1]
    if values**width >= NARROW:
        found, counts = np.unique(rows, axis=0, return_counts=True)
        return found, counts
    digits = values ** np.arange(width, dtype=np.int64)
    keys, counts = np.unique(rows @ digits, return_counts=True)
    return keys[:, None] // digits % values, counts
