"""What follows each event, and the courier that sees to it."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from labeling import live
from labeling.actions import agreement, consensus, control, gate, overlap, progress, ranking, rule, standing
from labeling.actions.deadlock import giving_way
from labeling.models import Event, Progress
from projects.models import Project

log = logging.getLogger(__name__)

BATCH = 1000
ATTEMPTS = 5
# Summaries cost more the larger the campaign: they get at most a tenth of one courier's time.
SHARE = 10
AT_LEAST = timedelta(seconds=0.5)
AT_MOST = timedelta(minutes=1)
AFTER_FAILURE = timedelta(seconds=30)

Reaction = Callable[[Project, Sequence[Event]], None]


def _refresh_consensus(project: Project, events: Sequence[Event]) -> None:
    consensus.refresh(project, record_ids=[event.record_id for event in events if event.record_id])


# Summaries (progress, agreement, standings) follow every kind of event and are refreshed for many at once. What locks
# people's places comes before what locks records.
REACTIONS: dict[Event.Kind, tuple[Reaction, ...]] = {
    Event.Kind.SUBMITTED: (control.follow, gate.react, _refresh_consensus, control.recount, overlap.follow),
    Event.Kind.UNDONE: (gate.react, _refresh_consensus, control.recount, overlap.follow),
    Event.Kind.CLOSED: (),
    Event.Kind.CHANGED: (
        control.readmit,
        agreement.follow_mode,
        control.check,
        ranking.hasten,
        overlap.apply,
    ),
    Event.Kind.JUDGED: (
        control.follow,
        gate.react,
        control.readmit,
        _refresh_consensus,
        control.recount,
        overlap.follow,
    ),
}

# These come last, whatever kind of event came first: places are locked before records.
LOCKING_RECORDS: frozenset[Reaction] = frozenset({overlap.apply, overlap.follow})


@dataclass
class Delivery:
    """What one round of the courier did for one project."""

    events: int = 0
    annotators: set[int] = field(default_factory=set)
    refreshed: bool = False
    more: bool = False


def due() -> list[int]:
    """Projects with events to deliver or summaries to refresh."""
    waiting = Event.objects.filter(parked=False).order_by().values_list("project", flat=True).distinct()
    return sorted({*waiting, *_due_summaries().values_list("project", flat=True)})


def _due_summaries() -> QuerySet[Progress]:
    """Those that are stale and whose time has come; and who is active changes by nobody doing anything."""
    now = timezone.now()
    quiet = Q(active__gt=0, updated_at__lt=now - AT_MOST)
    return Progress.objects.filter(quiet | Q(stale=True), due_at__lte=now)


def deliver(project_id: int) -> Delivery:
    """Deliver a batch of a project's events in one transaction; may run twice, and anywhere.

    The lock on the project's progress makes one courier at a time do this. A reaction that fails costs its batch
    nothing: the events are then delivered one by one, and the one at fault is parked after some attempts. Rules and
    summaries follow in transactions of their own: that they fail is no event's fault.
    """
    Progress.objects.get_or_create(project_id=project_id)
    try:
        delivery = _deliver(project_id, limit=BATCH)
    except Exception:
        log.exception("A batch of events of project %s failed; delivering them one by one.", project_id)
        delivery = _deliver_singly(project_id)
    _obey_rules(project_id, delivery.annotators)
    delivery.refreshed = _refreshed(project_id)
    if delivery.refreshed:
        live.poke(project_id, ["progress", "agreement", "leaderboard", "flags"])
    return delivery


@giving_way
@transaction.atomic
def _deliver(project_id: int, *, limit: int, only: int | None = None) -> Delivery:
    place = Progress.objects.select_for_update(skip_locked=True).filter(project_id=project_id).first()
    if place is None:
        return Delivery()
    project = Project.objects.select_related("policy").get(pk=project_id)
    waiting = Event.objects.filter(project=project_id, parked=False).order_by("pk")
    events = list(waiting.filter(pk=only) if only else waiting[:limit])
    _react(project, events)
    Event.objects.filter(pk__in=[event.pk for event in events]).delete()
    if events:
        Progress.objects.filter(pk=place.pk).update(stale=True, changed_at=timezone.now())
    return Delivery(
        events=len(events),
        annotators={event.annotator_id for event in events if event.annotator_id},
        more=len(events) == limit,
    )


def _react(project: Project, events: Iterable[Event]) -> None:
    """Run each reaction once, with all the events that it follows."""
    called: dict[Reaction, list[Event]] = {}
    for event in events:
        for reaction in REACTIONS[Event.Kind(event.kind)]:
            called.setdefault(reaction, []).append(event)
    for reaction, caused in sorted(called.items(), key=lambda called: called[0] in LOCKING_RECORDS):
        reaction(project, caused)


def _obey_rules(project_id: int, annotators: set[int]) -> None:
    """What they miss, they see with the next event of that annotator: they look at all that happened."""
    if not annotators:
        return
    try:
        project = Project.objects.select_related("policy").get(pk=project_id)
        rule.refresh(project, annotators=annotators)
    except Exception:
        log.exception("The rules of project %s could not be looked at.", project_id)


def _refreshed(project_id: int) -> bool:
    try:
        return _refresh_summaries(project_id)
    except Exception:
        log.exception("The summaries of project %s could not be refreshed.", project_id)
        Progress.objects.filter(pk=project_id).update(due_at=timezone.now() + AFTER_FAILURE)
        return False


@transaction.atomic
def _refresh_summaries(project_id: int) -> bool:
    """If they are stale and it is time; says whether they were refreshed."""
    due = _due_summaries().filter(pk=project_id)
    place = due.select_for_update(skip_locked=True, of=("self",)).select_related("project").first()
    if place is None:
        return False
    project = place.project
    began = time.monotonic()
    progress.refresh(project, now=timezone.now())
    agreement.refresh(project)
    standing.refresh(project)
    pause = max(AT_LEAST, SHARE * timedelta(seconds=time.monotonic() - began))
    Progress.objects.filter(pk=place.pk).update(stale=False, due_at=timezone.now() + pause)
    return True


def _deliver_singly(project_id: int) -> Delivery:
    total = Delivery()
    ids = Event.objects.filter(project=project_id, parked=False).order_by("pk").values_list("pk", flat=True)
    for pk in list(ids[:BATCH]):
        try:
            one = _deliver(project_id, limit=1, only=pk)
        except Exception as error:
            _failed(pk, error)
        else:
            total.events += one.events
            total.annotators |= one.annotators
    return total


@transaction.atomic
def _failed(pk: int, error: Exception) -> None:
    event = Event.objects.select_for_update().filter(pk=pk).first()
    if event is None:
        return
    event.attempts += 1
    event.error = f"{type(error).__name__}: {error}"[:2000]
    event.parked = event.attempts >= ATTEMPTS
    event.save(update_fields=["attempts", "error", "parked"])
    log.error("Event %s failed (attempt %s)%s", pk, event.attempts, ", and is parked" if event.parked else "")
