"""The latest answers of a project."""

from collections.abc import Iterator
from dataclasses import dataclass

from labeling.models import Response
from projects.models import Project, Question


@dataclass(frozen=True)
class Act:
    """A response with its answers in the words of their questions."""

    response: Response
    answers: tuple[str, ...]


def activity(project: Project, *, limit: int) -> list[Act]:
    """Newest first; read from the end of the primary key's order, whatever the campaign's size."""
    questions = list(Question.objects.filter(project=project))
    responses = Response.objects.filter(project=project).select_related("record", "annotator").order_by("-id")
    return [Act(response, tuple(_answers(response, questions))) for response in responses[:limit]]


def _answers(response: Response, questions: list[Question]) -> Iterator[str]:
    for question in questions:
        if (answer := response.values.get(question.name)) is not None:
            yield question.type.describe(question.options, answer)
