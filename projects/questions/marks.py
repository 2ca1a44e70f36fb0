"""Marked text as runs of characters that are judged alike, and back. Offsets count code points, the end excluded."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypedDict


class Mark(TypedDict):
    start: int
    end: int
    label: str


class Marking(TypedDict):
    """All marks in a text of `length` characters, sorted by start, end and label."""

    length: int
    spans: list[Mark]


Labels = frozenset[str]
Piece = tuple[int, int, str]
"""Start, end and label."""


def runs(markings: Sequence[Marking]) -> Iterator[tuple[int, int, list[Labels | None]]]:
    """Start, end and, for each marking, the labels that it gives all characters in between: None beyond its text.

    In order, and together the whole of the longest text; the cost grows with the marks, not with the text.
    """
    changes: defaultdict[int, list[tuple[int, str, int]]] = defaultdict(list)
    changes[0] = []
    for at, marking in enumerate(markings):
        changes[marking["length"]] += []
        for span in marking["spans"]:
            changes[span["start"]].append((at, span["label"], 1))
            changes[span["end"]].append((at, span["label"], -1))
    running: list[Counter[str]] = [Counter() for _ in markings]
    labels: list[Labels] = [frozenset() for _ in markings]
    for start, end in pairwise(sorted(changes)):
        for at, label, step in changes[start]:
            running[at][label] += step
        for at in {at for at, _, _ in changes[start]}:
            labels[at] = frozenset(+running[at])
        pairs = zip(labels, markings, strict=True)
        yield start, end, [given if start < marking["length"] else None for given, marking in pairs]


def marking(length: int, pieces: Iterable[Piece]) -> Marking:
    """Pieces with the same label that touch or overlap become one mark."""
    marks: list[Mark] = []
    last: dict[str, Mark] = {}
    for start, end, label in sorted(pieces):
        if label in last and start <= last[label]["end"]:
            last[label]["end"] = max(end, last[label]["end"])
        else:
            last[label] = {"start": start, "end": end, "label": label}
            marks.append(last[label])
    return {"length": length, "spans": sorted(marks, key=placed)}


def placed(mark: Mark) -> Piece:
    return mark["start"], mark["end"], mark["label"]
