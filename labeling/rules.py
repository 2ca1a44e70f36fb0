"""Who may be dealt to, submit, review and see. Every queryset starts here."""

from django.db.models import QuerySet

from accounts.models import User
from labeling.models import Assignment, Control, Response, Sanction, Suspicion
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


def sanctions_of(user: User) -> QuerySet[Sanction]:
    """One's own warnings and pauses, in force or not, while one is a member."""
    mine = Sanction.objects.filter(annotator=user, project__workspace__members__user=user, trial=False)
    return mine.exclude(kind=Sanction.Kind.NOTICE).select_related("project")


def sanctions_reviewed_by(user: User) -> QuerySet[Sanction]:
    return Sanction.objects.filter(project__in=reviewed_by(user)).select_related("project", "annotator")


def suspicions_reviewed_by(user: User) -> QuerySet[Suspicion]:
    return Suspicion.objects.filter(project__in=reviewed_by(user)).select_related("annotator", "other")
