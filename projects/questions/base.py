"""What every kind of question can do with its settings and its answers."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from projects import kinds
from projects.kinds import S

Level = Literal["nominal", "ordinal", "interval"]
Unit = str | int | float
Scalar = str | int | float | bool | None


class InvalidAnswer(ValueError):
    """The answer does not fit the question; the message is for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """The answer that a record's responses give together.

    `value` is a canonical answer, or None while undecided; then `reason` says why and `tied` holds the
    canonical answers that share the lead. `share` is the winner's part of the `count` answers.
    """

    value: Any
    share: float | None
    tied: tuple[Any, ...]
    count: int
    reason: str | None = None


class Kind(kinds.Kind[S]):
    """A kind of question. Except for `clean`, methods take canonical answers: what `clean` returned.

    `level` is the level of measurement of a unit; None where answers cannot be compared, and `no_agreement`
    then says why.
    """

    level: Level | None
    no_agreement: str | None = None

    @abstractmethod
    def clean(self, settings: S, answer: Any) -> Any:
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

    def unit(self, settings: S, answer: Any) -> Unit | None:
        """The value by which answers are compared and counted; None where they are not comparable."""
        unit: Unit = answer
        return unit

    def distance(self, settings: S, a: Any, b: Any) -> float:
        """How far apart two answers are, from 0 (the same) to 1."""
        return float(self.unit(settings, a) != self.unit(settings, b))

    def grade(self, settings: S, answer: Any, accepted: Any) -> bool:
        """Whether the answer is as good as one accepted answer of a control."""
        return self.distance(settings, answer, accepted) == 0

    def aggregate(self, settings: S, answers: Sequence[Any]) -> Consensus:
        """Plurality of the units, whatever the order of the answers; a shared lead stays undecided.

        Kinds without a domain give no consensus, and say why in `no_agreement`.
        """
        domain = self.domain(settings)
        if domain is None:
            return Consensus(None, None, (), len(answers), self.no_agreement)
        if not answers:
            return Consensus(None, None, (), 0, "no answers yet")
        votes = Counter(self.unit(settings, answer) for answer in answers)
        lead = max(votes.values())
        leaders = tuple(self.settle(settings, unit, answers) for unit in domain if votes[unit] == lead)
        if len(leaders) > 1:
            return Consensus(None, None, leaders, len(answers), "a tie")
        return Consensus(leaders[0], lead / len(answers), (), len(answers))

    def settle(self, settings: S, unit: Unit, answers: Sequence[Any]) -> Any:
        """The canonical answer that stands for the answers with this unit."""
        return unit

    def columns(self, name: str, settings: S, answer: Any) -> dict[str, Scalar]:
        """The answer as cells of a table; None, for a question left out, gives the same columns, empty."""
        return {name: answer}

    def editable(self, old: S, new: S) -> bool:
        """Whether a question that has responses may change so: in wording only."""
        return self.structure(old) == self.structure(new)
