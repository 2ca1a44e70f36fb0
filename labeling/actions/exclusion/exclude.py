"""Taking responses out of everything that is counted: nothing is deleted, and all of it can be restored."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Member, User
from labeling import events, live
from labeling.actions.assignment import slots
from labeling.actions.deadlock import giving_way
from labeling.actions.exclusion.scope import Scope
from labeling.actions.sanction.place import locked
from labeling.errors import ControlNotExcluded, NothingCounted
from labeling.models import Assignment, Control, Event, Exclusion, Queue, Response, Stage
from projects.changes import lock_many, wait_for_turn
from projects.models import Project


@giving_way
@transaction.atomic
def exclude(
    project: Project, scope: Scope, *, by: User, reason: str, summary: dict[str, Any] | None = None
) -> Exclusion:
    """Take the count from the responses in the scope, and free their slots; again it is the same exclusion.

    A period without an end ends now. A wholly excluded annotator is dealt nothing any more and loses what they hold,
    assigned by hand or not. A slot opens again only where the record then has fewer answers than it wants. What
    derived rows say follows from events. `summary` is kept with it: what the preview said. Exclusions of a project
    take turns, so that each knows what those before it took. Raises NothingCounted, ControlNotExcluded.
    """
    wait_for_turn(project.pk)
    stage = _lock_person(project, scope)
    if same := _same(project, scope):
        return same
    _check(project, scope)
    now = timezone.now()
    scope = scope.ending(now)
    made = Exclusion.objects.create(
        project=project,
        annotator=scope.annotator,
        record=scope.record,
        since=scope.since,
        until=scope.until,
        reason=reason,
        summary=(summary or {}) | ({"stage": stage} if scope.whole else {}),
        made_by=by,
        made_at=now,
    )
    _take(project, scope, made)
    transaction.on_commit(partial(live.poke, project.pk, ["exclusions"]))
    return made


def _lock_person(project: Project, scope: Scope) -> Stage | None:
    """First of all: dealing, assigning and undoing wait, and late answers. Returns the stage of who is to be barred."""
    if scope.annotator is None:
        return None
    mine = {"project": project, "annotator": scope.annotator}
    if not scope.whole:
        Queue.objects.select_for_update(no_key=True).filter(**mine).first()
        return None
    members = Member.objects.filter(workspace=project.workspace_id, user=scope.annotator)
    members.order_by("pk").select_for_update(no_key=True).first()
    queue = locked(project, scope.annotator.pk)
    before, queue.stage = Stage(queue.stage), Stage.EXCLUDED
    queue.save(update_fields=["stage"])
    return before


def _same(project: Project, scope: Scope) -> Exclusion | None:
    """The same exclusion in force; one that ended when it was made is the same while nothing came after it."""
    mine = Exclusion.objects.filter(
        project=project, annotator=scope.annotator, record=scope.record, since=scope.since, restored_at=None
    )
    if scope.ends:
        return mine.filter(until=scope.until).first()
    return None if scope.counted(project).exists() else mine.exclude(until=None).first()


def _check(project: Project, scope: Scope) -> None:
    if scope.record and Control.objects.filter(record=scope.record, state=Control.State.ACTIVE).exists():
        raise ControlNotExcluded
    taken = Q(counted=True) | Q(exclusion__isnull=False)
    if not scope.whole and not Response.objects.filter(taken, scope.matches(), project=project).exists():
        raise NothingCounted


def _take(project: Project, scope: Scope, exclusion: Exclusion) -> None:
    touched: set[int] = set()
    lock_many(lambda: touched.update(_lock(project, scope)))
    # Whoever submits at this moment has done so before these are locked, or finds them taken.
    holding = list(_live(project, scope.annotator).filter(record__in=touched).select_for_update(no_key=True))
    held = list(Assignment.objects.filter(response__in=scope.counted(project), record__in=touched))
    Response.objects.filter(assignment__in=[a.pk for a in held]).update(counted=False, exclusion=exclusion)
    slots.free(held)
    if scope.whole:
        _revoke(holding)
    events.record_many(
        Event.Kind.JUDGED, project_id=project.pk, record_ids=sorted({a.record_id for a in held})
    )
    if scope.annotator:
        events.record(Event.Kind.JUDGED, project_id=project.pk, annotator_id=scope.annotator.pk)


def _lock(project: Project, scope: Scope) -> set[int]:
    """Lock the records that lose something, or may, in order.

    What is not live any more has been answered, so that is asked in this order.
    """
    records = set(_live(project, scope.annotator).values_list("record", flat=True))
    records |= set(scope.counted(project).values_list("record", flat=True))
    slots.lock(records)
    return records


def _revoke(holding: list[Assignment]) -> None:
    Assignment.objects.filter(pk__in=[a.pk for a in holding]).update(
        state=Assignment.State.RECALLED, closed_at=timezone.now()
    )
    slots.free(holding)


def _live(project: Project, annotator: User | None) -> QuerySet[Assignment]:
    """In the order in which they are locked. Nobody's, where it is not about one person."""
    mine = Assignment.objects.filter(project=project, annotator=annotator, state__in=Assignment.LIVE)
    return mine.order_by("pk")
