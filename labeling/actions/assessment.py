"""Assess a project's people, and what follows from that for its records: dear, so seldom, and never in a request."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from labeling import events
from labeling.actions import control, forecast, overlap, peers, suspicion
from labeling.actions.agreement import compare_people
from labeling.actions.consensus import Method, juries
from labeling.actions.fit import Fitted, refit, skills
from labeling.models import Consensus, Event, Progress
from labeling.quality.decisions import highest
from labeling.quality.table import Floats
from labeling.quality.weighted import weight
from projects.models import Project

log = logging.getLogger(__name__)

SHARE = 10
AT_LEAST = timedelta(seconds=30)
# Should the one at it die, somebody else begins after this long.
AT_MOST = timedelta(minutes=15)
MOVED = 0.005
"""A change of a consensus's probability that is worth writing it again."""
BATCH = 5000

Assessor = Callable[[Project, Sequence[Fitted], datetime], None]


def _tell_moved(project: Project, found: Sequence[Fitted], now: datetime) -> None:
    """Events for the records whose consensus the new fit, or another policy, moves."""
    fitted = {one.question.pk: one for one in found}
    moved: set[int] = set()
    for jury in juries(project, annotators=()):
        rows = Consensus.objects.filter(question=jury.question, answers__gt=0)
        rows = rows.exclude(method=Method.ADJUDICATED)
        moved.update(rows.exclude(method=jury.method).values_list("record", flat=True))
        if jury.fit and jury.question.pk in fitted:
            moved.update(_moved(fitted[jury.question.pk], rows.filter(method=jury.method), jury.method))
    _tell(project, sorted(moved))


def _tell(project: Project, moved: Sequence[int]) -> None:
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
        _run(assessor, project, found, now)
    pause = max(AT_LEAST, SHARE * timedelta(seconds=time.monotonic() - began))
    Progress.objects.filter(project=project_id).update(assessed_at=now, assess_due_at=timezone.now() + pause)
    return True


def _run(assessor: Assessor, project: Project, found: Sequence[Fitted], now: datetime) -> None:
    """One that fails is no reason to leave out the others."""
    try:
        with transaction.atomic():
            assessor(project, found, now)
    except Exception:
        log.exception("%s failed for project %s.", assessor.__qualname__, project.pk)


def _moved(found: Fitted, rows: QuerySet[Consensus], method: Method) -> Iterator[int]:
    """Those of the consensus rows, made by the method before, that would get another answer, or another share of it."""
    votes, question = found.votes, found.question
    places = {record: place for place, record in enumerate(votes.records)}
    best = highest(_scores(found, method))
    part = "share" if method == Method.WEIGHTED else "posterior"
    for record, value, share in rows.values_list("record", "value", part).iterator(chunk_size=10_000):
        place = places.get(record)
        if place is None:
            continue
        unit = None if value is None else question.type.unit(question.options, value)
        chosen = int(best.chosen[place])
        if unit != (None if chosen < 0 else votes.values[chosen]) or (
            share is not None and abs(share - best.share[place]) > MOVED
        ):
            yield record


def _scores(found: Fitted, method: Method) -> Floats:
    """(N, V) what each value has for itself on each record, of those that somebody gave; 0 for the others."""
    votes = found.votes
    size = len(votes.records), len(votes.values)
    cell = votes.record * size[1] + votes.value
    if method != Method.WEIGHTED:
        given = np.bincount(cell, minlength=size[0] * size[1]).reshape(size) > 0
        return np.where(given, found.fit.posteriors, 0.0)
    weights = np.array([weight(one, size[1]) for one in skills(found)])
    sums = np.bincount(cell, weights[votes.annotator], size[0] * size[1]).reshape(size)
    total = sums.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(sums, total, out=np.zeros(size), where=total > 0)
    return shares
