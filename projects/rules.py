"""Who may see and change a project. Every queryset starts here."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Member, User
from accounts.rules import MANAGE, REVIEW
from projects.models import Project, State


def organized_by(user: User) -> QuerySet[Project]:
    """Projects that this person may change."""
    return Project.objects.filter(_member(user, role__in=MANAGE))


def reviewed_by(user: User) -> QuerySet[Project]:
    """Projects whose responses, agreement and people this person may see."""
    return Project.objects.filter(_member(user, role__in=REVIEW))


def labelled_by(user: User) -> QuerySet[Project]:
    """Projects that may deal this person records: those of their workspaces that have begun."""
    return Project.objects.filter(_member(user)).exclude(state=State.DRAFT)


def seen_by(user: User) -> QuerySet[Project]:
    """Projects whose name, guidelines and questions this person may read."""
    return reviewed_by(user) | labelled_by(user)


def _member(user: User, **filters: Any) -> Exists:
    return Exists(Member.objects.filter(workspace=OuterRef("workspace"), user=user, **filters))
