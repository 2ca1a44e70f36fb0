"""Taking responses out of everything that is counted: nothing is deleted, and all of it can be restored."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from labeling import events
from labeling.actions.assignment import slots
from labeling.actions.exclusion.scope import Scope
from labeling.models import Assignment, Event, Exclusion, Queue, Response, Stage
from projects.changes import lock_many
from projects.models import Project


@transaction.atomic
def exclude(
    project: Project, scope: Scope, *, by: User, reason: str, summary: dict[str, Any] | None = None
) -> Exclusion:
    """Take the count from the responses in the scope, and free their slots; again it is the same exclusion.

    A wholly excluded annotator is dealt nothing any more and loses what they hold. A slot opens again only where the
    record then has fewer answers than it wants. What derived rows say follows from events. `summary` is kept with
    it: what the preview said.
    """
    now = timezone.now()
    stage = _bar(project, scope.annotator) if scope.annotator and scope.whole else None
    found, made = Exclusion.objects.get_or_create(
        project=project,
        annotator=scope.annotator,
        record=scope.record,
        since=scope.since,
        until=scope.until,
        restored_at=None,
        defaults={
            "reason": reason,
            "made_by": by,
            "made_at": now,
            "summary": (summary or {}) | ({"stage": stage} if stage else {}),
        },
    )
    if not made:
        return found
    touched: set[int] = set()
    lock_many(lambda: touched.update(_lock(project, scope)))
    held = list(Assignment.objects.filter(response__in=scope.counted(project), record__in=touched))
    Response.objects.filter(assignment__in=[a.pk for a in held]).update(counted=False, exclusion=found)
    slots.free(held)
    if scope.annotator and scope.whole:
        _revoke(project, scope.annotator, touched)
    events.record_many(
        Event.Kind.JUDGED, project_id=project.pk, record_ids=sorted({a.record_id for a in held})
    )
    if scope.annotator:
        events.record(Event.Kind.JUDGED, project_id=project.pk, annotator_id=scope.annotator.pk)
    return found


def _bar(project: Project, annotator: User) -> Stage:
    """First of all locks: dealing to this person waits, and then deals nothing. Returns the stage before."""
    mine = {"project": project, "annotator": annotator}
    Queue.objects.get_or_create(**mine, defaults={"seen_at": timezone.now()})
    queue = Queue.objects.select_for_update(no_key=True).get(**mine)
    before, queue.stage = Stage(queue.stage), Stage.EXCLUDED
    queue.save(update_fields=["stage"])
    return before


def _lock(project: Project, scope: Scope) -> set[int]:
    """Lock the records that lose something, in order; a submission that came first is found here."""
    records = set(scope.counted(project).values_list("record", flat=True))
    if scope.whole:
        records |= set(_live(project, scope.annotator).values_list("record", flat=True))
    slots.lock(records)
    return records


def _revoke(project: Project, annotator: User, records: set[int]) -> None:
    live = list(_live(project, annotator).filter(record__in=records).select_for_update(no_key=True))
    Assignment.objects.filter(pk__in=[a.pk for a in live]).update(
        state=Assignment.State.RECALLED, closed_at=timezone.now()
    )
    slots.free(live)


def _live(project: Project, annotator: User | None) -> QuerySet[Assignment]:
    return Assignment.objects.filter(project=project, annotator=annotator, state__in=Assignment.LIVE)
