"""Assess a project's people, and what follows from that for its records: dear, so seldom, and never in a request."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from labeling import events
from labeling.actions import control, forecast, overlap, peers, suspicion
from labeling.actions.agreement import compare_people
from labeling.actions.consensus import Method
from labeling.actions.fit import Fitted, refit
from labeling.models import Consensus, Event, Progress, policy_of
from projects.models import Project

SHARE = 10
AT_LEAST = timedelta(seconds=30)
# Should the one at it die, somebody else begins after this long.
AT_MOST = timedelta(minutes=15)
MOVED = 0.005
"""A change of a consensus's probability that is worth writing it again."""
BATCH = 5000

Assessor = Callable[[Project, Sequence[Fitted], datetime], None]


def _tell_moved(project: Project, found: Sequence[Fitted], now: datetime) -> None:
    """Events for the records whose consensus the new fit moves."""
    method = Method(policy_of(project).aggregation.method)
    if method == Method.MAJORITY:
        return
    moved = sorted({record for one in found for record in _moved(one, method)})
    for start in range(0, len(moved), BATCH):
        events.record_many(Event.Kind.JUDGED, project_id=project.pk, record_ids=moved[start : start + BATCH])


ASSESSORS: tuple[Assessor, ...] = (
    _tell_moved,
    control.assess,
    overlap.reconsider,
    peers.assess,
    suspicion.refresh,
    compare_people,
    forecast.count,
)
"""What is assessed anew once the models are fitted, in this order; each in a transaction of its own."""


def due() -> list[int]:
    """Projects of which something has changed since they were last assessed, and whose time has come."""
    changed = Q(assessed_at=None) | Q(updated_at__gt=F("assessed_at"))
    waiting = Progress.objects.filter(changed, assess_due_at__lte=timezone.now(), updated_at__isnull=False)
    return sorted(waiting.values_list("project", flat=True))


def assess(project_id: int) -> bool:
    """Assess the project if that is due, and nobody else is at it; says whether it was."""
    now = timezone.now()
    mine = Progress.objects.filter(project=project_id, assess_due_at__lte=now)
    if not mine.update(assess_due_at=now + AT_MOST):
        return False
    began = time.monotonic()
    project = Project.objects.select_related("policy").get(pk=project_id)
    with transaction.atomic():
        found = refit(project, now=now)
    for assessor in ASSESSORS:
        with transaction.atomic():
            assessor(project, found, now)
    pause = max(AT_LEAST, SHARE * timedelta(seconds=time.monotonic() - began))
    Progress.objects.filter(project=project_id).update(assessed_at=now, assess_due_at=timezone.now() + pause)
    return True


def _moved(found: Fitted, method: Method) -> Iterator[int]:
    """Records that would get another answer, or another probability of it; of weighted ones all that could."""
    places = {record: place for place, record in enumerate(found.votes.records)}
    shares, values = found.fit.posteriors, found.votes.values
    stored = Consensus.objects.filter(question=found.question, answers__gt=0)
    stored = stored.exclude(method=Method.ADJUDICATED)
    rows = stored.values_list("record", "value", "share", "posterior", "method")
    for record, value, share, posterior, by in rows.iterator(chunk_size=10_000):
        place = places.get(record)
        if place is None:
            continue
        if method == Method.WEIGHTED:
            if by != method or share != 1:
                yield record
        elif by != method or posterior is None or abs(posterior - shares[place].max()) > MOVED:
            yield record
        elif value is not None:
            unit = found.question.type.unit(found.question.options, value)
            if values[shares[place].argmax()] != unit:
                yield record
