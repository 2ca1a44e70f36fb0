"""What happened with an annotator, as the rules see it."""

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from labeling.models import Assignment, Control, Response, Sanction
from labeling.quality.rules import Entry, Rule
from projects.models import Project, Question

WINDOW = 2000
"""Where no rule counts from the beginning, so many of the latest answers are more than any of them looks at."""

State = Assignment.State
CLOSED_BY_HAND = {"skips_in_row", "flags", "hours"}

Placed = tuple[Entry, int | None]
"""An entry, and the response that it is about."""


@dataclass
class History:
    """Entries in order of time, and of each the number of its response, or None."""

    entries: list[Entry] = field(default_factory=list)
    responses: list[int | None] = field(default_factory=list)

    @classmethod
    def of(cls, placed: Sequence[Placed]) -> "History":
        """A reset comes behind what happened at the same time."""
        ordered = sorted(placed, key=lambda one: (one[0].at, one[0].what == "reset", one[1] or 0))
        return cls(list(map(itemgetter(0), ordered)), list(map(itemgetter(1), ordered)))


class Histories:
    """The histories of a project's annotators, with what these rules look at."""

    def __init__(self, project: Project, rules: Sequence[Rule]) -> None:
        self.project = project
        self._kinds = {rule.collector.kind for rule in rules}
        self._whole = any(_from_the_beginning(rule) for rule in rules)

    def of(self, annotator: int, *, latest: bool = False, resets: Sequence[Entry] = ()) -> History:
        """Everything, or only the latest of it where that tells these rules the same; with further resets.

        What reviewers decided resets: a pause that they lifted all rules, any other verdict the rule that it is on.
        """
        limit = WINDOW if latest and not self._whole else None
        placed = [*self._answers(annotator, limit), *self._others(annotator, limit)]
        decided = [*resets, *self._decided(annotator)]
        return History.of([*placed, *((reset, None) for reset in decided)])

    def _answers(self, annotator: int, limit: int | None) -> Iterator[Placed]:
        mine = Response.objects.filter(project=self.project, annotator=annotator)
        mine = mine.order_by("-submitted_at", "-pk")
        names = ["values"] if "same_answer_in_row" in self._kinds else []
        rows = mine.values_list(
            "pk", "record", "submitted_at", "opened_at", "passed", "assignment__purpose", "counted", "agreed",
            "compared", *names,
        )  # fmt: skip
        for pk, record, at, opened, passed, purpose, counted, agreed, compared, *values in rows[:limit]:
            graded = purpose == Assignment.Purpose.CONTROL and record in self._controls
            entry = Entry(
                "submitted",
                at,
                seconds=(at - opened).total_seconds(),
                passed=passed if graded else None,
                agreed=2 * agreed > compared if counted and compared else None,
                value=self._value(values[0]) if values else None,
            )
            yield entry, pk

    def _others(self, annotator: int, limit: int | None) -> Iterator[Placed]:
        if not self._kinds & CLOSED_BY_HAND:
            return
        mine = Assignment.objects.filter(
            project=self.project, annotator=annotator, state__in=[State.SKIPPED, State.FLAGGED]
        )
        rows = mine.order_by("-closed_at", "-pk").values_list("state", "opened_at", "closed_at")
        for state, opened, at in rows[:limit]:
            assert at  # it is closed
            seconds = (at - opened).total_seconds() if opened else 0.0
            yield Entry("skipped" if state == State.SKIPPED else "flagged", at, seconds=seconds), None

    def _decided(self, annotator: int) -> Iterator[Entry]:
        decided = Sanction.objects.filter(
            project=self.project, annotator=annotator, trial=False, decided_by__isnull=False
        )
        for kind, verdict, rule, at in decided.values_list("kind", "verdict", "rule", "decided_at"):
            assert at  # with the one who decided
            if kind == Sanction.Kind.PAUSE and verdict == Sanction.Verdict.LIFTED:
                yield Entry("reset", at)
            elif kind == Sanction.Kind.NOTICE and rule:
                yield Entry("reset", at, rule=rule)

    def _value(self, values: dict[str, Any]) -> Hashable:
        """The answers that can be compared, together; None where none can."""
        units = tuple(
            (question.name, question.type.unit(question.options, values[question.name]))
            for question in self._questions
            if values.get(question.name) is not None
        )
        return units if any(unit is not None for _, unit in units) else None

    @cached_property
    def _questions(self) -> list[Question]:
        return list(Question.objects.filter(project=self.project))

    @cached_property
    def _controls(self) -> Collection[int]:
        """Those whose grades are evidence."""
        found = Control.objects.filter(project=self.project, state__in=Control.IN_FORCE)
        return set(found.values_list("pk", flat=True))


def _from_the_beginning(rule: Rule) -> bool:
    """Whether the rule counts all that ever happened."""
    kind = rule.collector.kind
    if kind == "hours":
        return any(condition.figure == "total_hours" for condition in rule.conditions)
    return kind == "answer_count" or getattr(rule.collector, "last", 0) is None
