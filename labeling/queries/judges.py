"""Which of a project's questions can say when a record has enough answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from labeling.models import policy_of
from labeling.quality.overlap import Overlap, certain, obstacle, precise
from labeling.quality.posterior import posterior
from projects.models import Project, Question


@dataclass(frozen=True)
class Judge:
    """A question whose answers say it: by the probability of the best of its `values`, or by the width of a mean."""

    question: Question
    values: Sequence[Any] | None
    threshold: float
    width: float | None

    def settled(self, given: Iterable[tuple[Any, float]]) -> bool:
        """Whether these answers are enough; each with how probably its annotator is right."""
        kind, options = self.question.type, self.question.options
        units: list[tuple[Any, float]] = [(kind.unit(options, answer), skill) for answer, skill in given]
        if self.values is None:
            return precise([number for number, _ in units], self.width or 0.0)
        return certain(posterior(units, self.values).values(), self.threshold)


def judges_of(project: Project) -> list[Judge]:
    """None where the overlap is fixed; where it is to adapt and there are none, there is nothing to adapt to."""
    asked = policy_of(project).overlap
    if asked.mode == "fixed":
        return []
    return [
        Judge(
            question,
            question.type.domain(question.options),
            asked.threshold,
            asked.widths.get(question.name),
        )
        for question in Question.objects.filter(project=project)
        if not hindrance(question, asked)
    ]


def hindrance(question: Question, asked: Overlap) -> str:
    """Why this question cannot say it; "" where it can."""
    kind, options = question.type, question.options
    listed = kind.domain(options) is not None
    return obstacle(kind.level_of(options), listed=listed, width=asked.widths.get(question.name))
