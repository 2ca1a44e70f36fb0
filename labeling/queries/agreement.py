"""The agreement on each question, from its derived rows."""

from django.db.models import QuerySet

from labeling.models import Agreement, Confirmation, Reading
from projects.models import Project, Question


def agreement_of(project: Project) -> list[Agreement]:
    """In the order of the questions; unsaved and without alpha where nothing was derived yet."""
    questions = Question.objects.filter(project=project).select_related("agreement")
    return [_of(question) for question in questions]


def history_of(question: Question) -> QuerySet[Reading]:
    """Oldest first; as many as labeling.actions.agreement.history keeps."""
    return Reading.objects.filter(question=question).order_by("at")


def confirmations_of(question: Question) -> QuerySet[Confirmation]:
    """One for each annotator, those with most answers first, as of the last assessment."""
    found = Confirmation.objects.filter(question=question).select_related("annotator")
    return found.order_by("-answers", "annotator_id")


def _of(question: Question) -> Agreement:
    try:
        return question.agreement
    except Agreement.DoesNotExist:
        return Agreement(question=question, reason="no record has two answers yet")
