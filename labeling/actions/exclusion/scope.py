"""Whose responses, to what, and of when."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from labeling.errors import NothingToExclude, PeriodBackwards
from labeling.models import Control, Exclusion, Response
from projects.models import Project, Record


@dataclass(frozen=True)
class Scope:
    """An annotator's responses, all of them or those of a period, or all responses to a record, or both.

    The period is by the time of submission, both ends included; open where None.
    """

    annotator: User | None = None
    record: Record | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.annotator is None and self.record is None:
            raise NothingToExclude
        if self.since and self.until and self.since > self.until:
            raise PeriodBackwards

    @property
    def whole(self) -> bool:
        """Whether it bars the annotator from the project: no period, no single record."""
        return self.annotator is not None and not (self.record or self.since or self.until)

    @property
    def ends(self) -> bool:
        """Whether it has an end of its own: nobody who is barred answers again."""
        return self.whole or self.until is not None

    def ending(self, now: datetime) -> "Scope":
        """What comes later is not in it."""
        return self if self.ends else replace(self, until=max(now, self.since or now))

    @classmethod
    def of(cls, exclusion: Exclusion) -> "Scope":
        return cls(exclusion.annotator, exclusion.record, exclusion.since, exclusion.until)

    def counted(self, project: Project) -> QuerySet[Response]:
        """What it takes the count from."""
        return Response.objects.filter(self.matches(), project=project, counted=True)

    def matches(self) -> Q:
        found = Q()
        if self.annotator:
            found &= Q(annotator=self.annotator)
        if self.record:
            found &= Q(record=self.record)
        if self.since:
            found &= Q(submitted_at__gte=self.since)
        if self.until:
            found &= Q(submitted_at__lte=self.until)
        return found


def since_last_passed(project: Project, annotator: User) -> datetime | None:
    """When the annotator last answered a control rightly: what came after is in doubt. None if they never did.

    A suspended control says nothing about anybody.
    """
    passed = Response.objects.filter(project=project, annotator=annotator, passed=True)
    judged = passed.exclude(record__control__state=Control.State.SUSPENDED)
    return judged.order_by("-submitted_at").values_list("submitted_at", flat=True).first()
