"""What giving records to people in turn would come to, before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from labeling.models import Assignment
from labeling.queries.matching import matching
from projects.models import Project


@dataclass(frozen=True)
class Load:
    """One person's assignments that are not done: those there are, and those that would come."""

    annotator: User
    waiting: int
    coming: int

    @property
    def total(self) -> int:
        return self.waiting + self.coming


@dataclass(frozen=True)
class Preview:
    """`short` of the records have fewer free slots than people would get them."""

    records: int
    assignments: int
    short: int
    loads: list[Load]


def preview(
    project: Project, *, annotators: Sequence[str], per_record: int, metadata: dict[str, Any] | None
) -> Preview:
    """Reckoned as `in_turn` deals: by turns, in the order of these user names."""
    found = matching(project, metadata=metadata).aggregate(
        records=Count("pk"), short=Count("pk", filter=Q(open_slots__lt=per_record))
    )
    assignments = found["records"] * per_record
    rounds, rest = divmod(assignments, len(annotators))
    users = {user.username: user for user in User.objects.filter(username__in=annotators)}
    waiting = _waiting(project, annotators)
    loads = [
        Load(users[name], waiting.get(name, 0), rounds + (place < rest))
        for place, name in enumerate(annotators)
        if name in users
    ]
    return Preview(found["records"], assignments, found["short"], loads)


def _waiting(project: Project, annotators: Sequence[str]) -> dict[str, int]:
    live = Assignment.objects.filter(project=project, state__in=Assignment.LIVE)
    theirs = live.filter(annotator__username__in=annotators).order_by()
    return dict(theirs.values_list("annotator__username").annotate(n=Count("pk")))
