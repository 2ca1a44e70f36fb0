"""What every kind of question can do with its settings and its answers."""

import json
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from types import MappingProxyType
from typing import Any, Final, Literal

from projects import kinds
from projects.kinds import S
from projects.questions.votes import CLOSE, level, tally, weighed

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Unit = str | int | float
Scalar = str | int | float | bool | None
Pattern = tuple[tuple[Unit, int], ...]
"""The answers to one record, or the judgements of one part of it: sorted pairs of a value and how many gave it."""
Fields = Mapping[str, Any]
"""What a record shows, by field name."""

EMPTY: Final[Fields] = MappingProxyType({})
MAX_TIED: Final = 8
"""Of more canonical answers that share a lead, so many are listed."""


class InvalidAnswer(ValueError):
    """The answer does not fit the question; the message is for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """The answer that a record's responses give together.

    `value` is a canonical answer (of numbers the mean or median, which need not be one that the settings allow), or
    None while undecided; then `reason` says why, and `tied` holds canonical answers that share the lead, at most
    MAX_TIED. `share` is the winner's part of the weight of the `count` answers; where an answer may be right in part,
    how alike the answers are to the value on average; None for numbers, which have a standard `error`.
    """

    value: Any
    share: float | None
    tied: tuple[Any, ...]
    count: int
    reason: str | None = None
    error: float | None = None


class Kind(kinds.Kind[S]):
    """A kind of question. Except for `clean`, methods take canonical answers: what `clean` returned.

    What a kind cannot have, it says why in `no_agreement` or `no_consensus`.
    """

    level: Level | None
    """Of measurement, of what `expand` gives; None where answers cannot be compared. Ask `level_of`."""
    no_agreement: str | None = None
    no_consensus: str | None = None

    methods: tuple[str, ...] = ("majority",)
    """The ways to a consensus that `aggregate` has, the usual one first."""
    similarity_title: str | None = None
    """What the mean `similarity` of pairs is called; None where percent agreement says the same."""
    measures: tuple[str, ...] = ()
    """The figures of agreement beside alpha, by their names in `labeling.quality.measures`."""
    tolerance_help: str
    """What a tolerance means in `grade`, for the person who sets it."""
    tolerance_limit: float = 1.0
    reads_fields: bool = False
    """Whether `clean` needs the record's fields."""

    @abstractmethod
    def clean(self, settings: S, answer: Any, fields: Fields = EMPTY) -> Any:
        """The canonical form, made of JSON's types, of an answer from outside. Idempotent. Raises InvalidAnswer."""

    @abstractmethod
    def domain(self, settings: S) -> tuple[Unit, ...] | None:
        """All possible units, in order; None where they cannot be listed."""

    @abstractmethod
    def structure(self, settings: S) -> object:
        """The settings without their wording: while this stays equal, earlier answers stay meaningful."""

    @abstractmethod
    def describe(self, settings: S, answer: Any) -> str:
        """The answer in the words that its annotator chose it by. Plain text, not escaped."""

    def level_of(self, settings: S) -> Level | None:
        return self.level

    def unit(self, settings: S, answer: Any) -> Unit | None:
        """The value by which answers are compared and counted; None where they are not comparable."""
        unit: Unit = answer
        return unit

    def from_unit(self, settings: S, unit: Unit) -> Any:
        """A canonical answer that has this unit; what `distance` compares is the same for all that have it."""
        return unit

    def expand(self, settings: S, pattern: Pattern) -> Iterable[tuple[str, Pattern, int]]:
        """A record's pattern of units as what alpha is computed on: (dimension, pattern, how many parts show it).

        The alpha of a question is the mean of the alphas within each dimension, at the level of `level_of`.
        """
        return [("", pattern, 1)]

    def dimension_title(self, settings: S, dimension: str) -> str:
        """A dimension of `expand` in words. Plain text, not escaped."""
        return dimension

    def distance(self, settings: S, a: Any, b: Any) -> float:
        """How far apart two answers are, from 0 (the same) to 1. Symmetric."""
        return float(self.unit(settings, a) != self.unit(settings, b))

    def similarity(self, settings: S, a: Any, b: Any) -> float:
        """How alike two answers are, from 0 to 1 (the same): what `similarity_title` names."""
        return 1 - self.distance(settings, a, b)

    def grade(self, settings: S, answer: Any, accepted: Any, tolerance: float | None = None) -> bool:
        """Whether the answer is as good as one accepted answer of a control; of several, any will do.

        A tolerance, 0 by default, is what `tolerance_help` says: unless a kind has a unit to measure it in, how far
        the similarity may lie below 1.
        """
        return self.similarity(settings, answer, accepted) >= 1 - (tolerance or 0) - CLOSE

    def clean_tolerance(self, settings: S, tolerance: Any) -> float:
        """A tolerance from outside. Raises InvalidAnswer."""
        number = isinstance(tolerance, int | float) and not isinstance(tolerance, bool)
        if not number or not 0 <= tolerance <= self.tolerance_limit:
            raise InvalidAnswer(f"The tolerance must be a number from 0 to {self.tolerance_limit:g}.")
        return float(tolerance)

    def aggregate(
        self,
        settings: S,
        answers: Sequence[Any],
        weights: Sequence[float] | None = None,
        method: str | None = None,
    ) -> Consensus:
        """What the answers give together, whatever their order; a shared lead stays undecided.

        `weights` has a number from 0 up for each answer, all the same if None; `method` is one of `methods`, the first
        if None. ValueError where they are not.
        """
        if self.no_consensus:
            return Consensus(None, None, (), len(answers), self.no_consensus)
        if method not in (None, *self.methods):
            raise ValueError(f"there is no consensus of this kind by {method}")
        given = weighed(answers, weights)
        if not answers:
            return Consensus(None, None, (), 0, "no answers yet")
        if not any(given):
            return Consensus(None, None, (), len(answers), "no answer has any weight")
        return self.decide(settings, answers, given, method or self.methods[0])

    def decide(self, settings: S, answers: Sequence[Any], weights: Sequence[float], method: str) -> Consensus:
        """The consensus of one answer or more, the weights as `weighed` gives them, not all 0: here the plurality of the units."""
        units = [self.unit(settings, answer) for answer in answers]
        votes = tally(zip(units, weights, strict=True))
        lead = max(votes.values())
        leaders = [
            self.settle(settings, unit, answers, weights)
            for unit in self.domain(settings) or ()
            if level(votes.get(unit, 0), lead)
        ]
        if len(leaders) > 1:
            return Consensus(None, None, tuple(leaders), len(answers), "a tie")
        return Consensus(leaders[0], lead / fsum(weights), (), len(answers))

    def settle(self, settings: S, unit: Unit, answers: Sequence[Any], weights: Sequence[float]) -> Any:
        """The canonical answer that stands for the answers with this unit."""
        return unit

    def likeness(self, settings: S, value: Any, answers: Sequence[Any], weights: Sequence[float]) -> float:
        """How alike the answers are to the value, on average by weight."""
        alike = (self.similarity(settings, value, answer) for answer in answers)
        return fsum(w * found for w, found in zip(weights, alike, strict=True)) / fsum(weights)

    def columns(self, name: str, settings: S, answer: Any) -> dict[str, Scalar]:
        """The answer as cells of a table; None, for a question left out, gives the same columns, empty."""
        return {name: answer}

    def editable(self, old: S, new: S) -> bool:
        """Whether a question that has responses may change so: in wording only."""
        return self.structure(old) == self.structure(new)


def compact(answer: Any) -> str:
    """An answer as JSON text, the same for equal answers: jsonb does not keep the order of keys."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
