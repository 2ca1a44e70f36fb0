"""Marked parts of a text, each with a label."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import fsum
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from projects.kinds import Settings
from projects.questions.base import (
    EMPTY,
    Consensus,
    Fields,
    InvalidAnswer,
    Kind,
    Pattern,
    Scalar,
    Unit,
    compact,
)
from projects.questions.marks import Mark, Marking, Piece, marking, placed, runs
from projects.questions.options import MAX_OPTIONS, Option, distinct, texts, values
from projects.questions.votes import level, tally

MAX_SPANS = 2_000


def _field_name(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
        raise ValueError("must be the name of a field, as in the data")
    return name


class SpanSettings(Settings):
    """`field` is the name of the text that is marked; unless `overlapping`, a character has one label at most."""

    field: Annotated[str, AfterValidator(_field_name)] = Field(
        description="The name, in the data, of the text field that is marked."
    )
    labels: Annotated[
        tuple[Option, ...], Field(max_length=MAX_OPTIONS, strict=False), AfterValidator(distinct(1))
    ]
    overlapping: bool = Field(False, description="Parts may overlap, and lie within each other.")


class Span(Kind[SpanSettings]):
    """An answer is {"length": characters of the text, "spans": [{"start", "end", "label"}, ...]}, sorted.

    Offsets count Unicode code points; the end is excluded.
    """

    title = "Marked text"
    Settings = SpanSettings
    level = "nominal"
    methods = ("kind",)
    similarity_title = "Mean character F1"
    tolerance_help = (
        "How far the F1 of the marked characters, with their labels, may lie below 1;"
        " 0 for exactly the accepted characters."
    )
    reads_fields = True

    def clean(self, settings: SpanSettings, answer: Any, fields: Fields = EMPTY) -> Marking:
        """From outside also the list of spans alone. The length is that of the record's text, whatever was sent."""
        text = fields.get(settings.field)
        if text is not None and not isinstance(text, str):
            raise InvalidAnswer("Only a text can be marked.")
        if isinstance(answer, dict) and answer.keys() == {"length", "spans"}:
            answer = answer["spans"]
        if not isinstance(answer, list):
            raise InvalidAnswer("Mark the text: a list of spans, each with start, end and label.")
        if answer and text is None:
            raise InvalidAnswer("This record has no text to mark.")
        if len(answer) > MAX_SPANS:
            raise InvalidAnswer(f"Mark at most {MAX_SPANS} parts; these are {len(answer)}.")
        length = len(text or "")
        spans = [_span(settings, number, span, length) for number, span in enumerate(answer, start=1)]
        spans.sort(key=placed)
        for one, following in pairwise(spans):
            if one == following:
                raise InvalidAnswer(f"Characters {_where(one)} are marked twice with the same label.")
            if not settings.overlapping and following["start"] < one["end"]:
                raise InvalidAnswer(f"Characters {_where(one)} and {_where(following)} overlap.")
        return {"length": length, "spans": spans}

    def domain(self, settings: SpanSettings) -> None:
        return None

    def structure(self, settings: SpanSettings) -> object:
        return settings.field, values(settings.labels), settings.overlapping

    def unit(self, settings: SpanSettings, answer: Marking) -> str:
        return compact(answer)

    def from_unit(self, settings: SpanSettings, unit: Unit) -> Marking:
        found: Marking = json.loads(str(unit))
        return found

    def expand(self, settings: SpanSettings, pattern: Pattern) -> Iterator[tuple[str, Pattern, int]]:
        """Each character is judged: by its label, "" where it has none, several joined by "|"."""
        answers = [json.loads(str(unit)) for unit, _ in pattern]
        found: Counter[Pattern] = Counter()
        for start, end, labels in runs(answers):
            judged: Counter[str] = Counter()
            for given, (_, count) in zip(labels, pattern, strict=True):
                if given is not None:
                    judged["|".join(sorted(given))] += count
            found[tuple(sorted(judged.items()))] += end - start
        for shown, characters in found.items():
            yield "", shown, characters

    def distance(self, settings: SpanSettings, a: Marking, b: Marking) -> float:
        """1 - F1 of the pairs of a character and a label; 0 where neither marks anything."""
        common = marked = 0
        for start, end, (ours, theirs) in runs([a, b]):
            ours, theirs = ours or frozenset(), theirs or frozenset()
            common += (end - start) * len(ours & theirs)
            marked += (end - start) * (len(ours) + len(theirs))
        return 1 - 2 * common / marked if marked else 0.0

    def decide(
        self, settings: SpanSettings, answers: Sequence[Marking], weights: Sequence[float], method: str
    ) -> Consensus:
        """What more than half gave, exactly; otherwise the characters that more than half marked, with that label.

        Characters next to each other make one span. A character that exactly half marked may be in or out.
        """
        given = tally(zip(map(compact, answers), weights, strict=True))
        leader = max(given, key=lambda unit: given[unit])
        if given[leader] > fsum(weights) / 2 and not level(given[leader], fsum(weights) / 2):
            return self._decided(settings, json.loads(leader), answers, weights)
        length = max(answer["length"] for answer in answers)
        sure, split = _judged(answers, weights)
        if not split:
            return self._decided(settings, marking(length, sure), answers, weights)
        characters = sum(end - start for start, end in {(start, end) for start, end, _ in split})
        reason = f"a tie: exactly half marked {characters} of the characters"
        return Consensus(None, None, _leaders(settings, length, sure, split), len(answers), reason)

    def _decided(
        self, settings: SpanSettings, value: Marking, answers: Sequence[Marking], weights: Sequence[float]
    ) -> Consensus:
        return Consensus(value, self.likeness(settings, value, answers, weights), (), len(answers))

    def describe(self, settings: SpanSettings, answer: Marking) -> str:
        shown = texts(settings.labels)
        return ", ".join(f"{shown[span['label']]} {_where(span)}" for span in answer["spans"]) or "Nothing"

    def columns(self, name: str, settings: SpanSettings, answer: Marking | None) -> dict[str, Scalar]:
        """The spans as JSON, and the length of the text that they are in."""
        if answer is None:
            return {name: None, f"{name}.length": None}
        return {name: compact(answer["spans"]), f"{name}.length": answer["length"]}


def _span(settings: SpanSettings, number: int, span: Any, length: int) -> Mark:
    if not isinstance(span, dict) or span.keys() != {"start", "end", "label"}:
        raise InvalidAnswer(f"Span {number} must have a start, an end and a label, and nothing else.")
    start, end, label = span["start"], span["end"], span["label"]
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
        raise InvalidAnswer(f"Span {number} must begin and end within the {length} characters of the text.")
    if not isinstance(label, str) or label not in values(settings.labels):
        raise InvalidAnswer(f"Span {number}: choose one of the labels.")
    return {"start": start, "end": end, "label": label}


def _where(span: Mark) -> str:
    return f"{span['start']}–{span['end']}"


def _judged(answers: Sequence[Marking], weights: Sequence[float]) -> tuple[list[Piece], list[Piece]]:
    """The pieces that more than half of those who saw them marked, and those that exactly half did."""
    sure, split = [], []
    for start, end, labels in runs(answers):
        judged = [(given, w) for given, w in zip(labels, weights, strict=True) if given is not None and w]
        half = fsum(weight for _, weight in judged) / 2
        votes = tally((label, weight) for given, weight in judged for label in given)
        for label, vote in votes.items():
            if level(vote, half):
                split.append((start, end, label))
            elif vote > half:
                sure.append((start, end, label))
    return sure, split


def _leaders(
    settings: SpanSettings, length: int, sure: list[Piece], split: list[Piece]
) -> tuple[Marking, ...]:
    """The answers with none and with all of the pieces that exactly half marked; where two labels claim a piece that
    can have one only, with the first label and with the last."""
    order = {value: place for place, value in enumerate(values(settings.labels))}
    ordered = sorted(split, key=lambda piece: (piece[0], order[piece[2]]))
    last = {(start, end): (start, end, label) for start, end, label in ordered}
    first = {(start, end): (start, end, label) for start, end, label in reversed(ordered)}
    with_all = [split] if settings.overlapping else [list(first.values()), list(last.values())]
    found = [marking(length, sure + more) for more in [[], *with_all]]
    return tuple(one for at, one in enumerate(found) if one not in found[:at])
