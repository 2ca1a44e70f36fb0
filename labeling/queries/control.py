"""The controls of a project, with what they have shown so far."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from labeling.models import Assignment, Control, Queue, Response, policy_of
from labeling.quality.control import Insertion
from projects.models import Project

PER_PERSON = 500
"""Records that one annotator may answer, for how many controls are wise, where nobody knows better."""
MOST = 5_000


def controls(project: Project, *, state: str = "") -> QuerySet[Control]:
    """With record and content, and how many answers are counted as work (`counted`) or still may be (`live`)."""
    found = Control.objects.filter(project=project).select_related("record__content")
    found = found.annotate(
        counted=_count(Response.objects.filter(counted=True)),
        live=_count(Assignment.objects.filter(state__in=Assignment.LIVE, purpose=Assignment.Purpose.WORK)),
    )
    return found.filter(state=state) if state else found


def states(project: Project) -> dict[str, int]:
    """How many controls there are by state; each state is in it."""
    rows = Control.objects.filter(project=project).order_by().values_list("state")
    counted = dict(rows.annotate(n=Count("pk")))
    return {state.value: counted.get(state.value, 0) for state in Control.State}


@dataclass(frozen=True)
class Pool:
    """How many controls may be dealt now, how many would be wise, and how many are used up.

    Nobody meets one twice, so whoever answers many records needs many; qualification needs some more for each round.
    """

    active: int
    spent: int
    wanted: int

    @property
    def fresh(self) -> int:
        return self.active - self.spent


def pool(project: Project) -> Pool:
    policy = policy_of(project)
    active = Control.objects.filter(project=project, state=Control.State.ACTIVE)
    cap = policy.watch.exposures
    spent = active.filter(exposures__gte=cap).count() if cap else 0
    qualification = policy.qualification.controls * policy.qualification.rounds if policy.qualification else 0
    return Pool(active.count(), spent, _dealt(policy.insertion, _most(project)) + qualification)


def _dealt(insertion: Insertion, records: int) -> int:
    """How many controls somebody meets on average within so many records."""
    seen = 0.0
    for _ in range(records):
        seen += insertion.rate(int(seen))
    return round(seen)


def _most(project: Project) -> int:
    """Records that one person may answer: an even share of them all, or what is usual if nobody is there yet."""
    progress = getattr(project, "progress", None)
    people = Queue.objects.filter(project=project).count()
    if progress is None or not people:
        return PER_PERSON
    share: int = 2 * progress.wanted // people
    return min(int(progress.records), max(PER_PERSON, share), MOST)


def _count(rows: QuerySet[Any]) -> Coalesce:
    mine = rows.filter(record=OuterRef("pk")).order_by().values("record").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(mine, output_field=IntegerField()), 0)
