"""The agreement on each question, from its derived row."""

from labeling.models import Agreement
from projects.models import Project, Question


def agreement_of(project: Project) -> list[Agreement]:
    """In the order of the questions; unsaved and without alpha where nothing was derived yet."""
    questions = Question.objects.filter(project=project).select_related("agreement")
    return [_of(question) for question in questions]


def _of(question: Question) -> Agreement:
    try:
        return question.agreement
    except Agreement.DoesNotExist:
        return Agreement(question=question, reason="no record has two answers yet")
