"""Who may be dealt to, submit, review and see. Every queryset starts here."""

from django.db.models import QuerySet

from accounts.models import User
from labeling.models import Assignment, Control, Response
from projects.models import State
from projects.rules import reviewed_by


def assignments_of(user: User) -> QuerySet[Assignment]:
    """One's own, while one is a member: nobody touches another person's."""
    mine = Assignment.objects.filter(annotator=user, project__workspace__members__user=user)
    return mine.exclude(project__state=State.DRAFT)


def responses_reviewed_by(user: User) -> QuerySet[Response]:
    return Response.objects.filter(project__in=reviewed_by(user))


def controls_reviewed_by(user: User) -> QuerySet[Control]:
    """Whoever labels knows of none."""
    return Control.objects.filter(project__in=reviewed_by(user)).select_related("record__content", "project")
