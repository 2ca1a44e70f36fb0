"""Next: open the head of one's own queue, filling the queue first where it is empty."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from labeling.actions.assignment.deal import EXHAUSTED_FOR, Place, deal, enter
from labeling.actions.assignment.recall import recall
from labeling.models import Assignment, Queue
from projects.models import Project, Record, State


class Reason(StrEnum):
    """Why there is no next assignment."""

    DRAFT = "draft"
    PAUSED = "paused"
    FINISHED = "finished"
    WAITING = "waiting"
    COMPLETE = "complete"


@dataclass(frozen=True)
class Opened:
    """An open assignment with what its record shows."""

    id: int
    record_id: int
    opened_at: datetime
    expires_at: datetime
    draft: dict[str, Any] | None
    fields: dict[str, Any]


# The one that is open already comes first: a reload never takes a second record.
OPEN = """
    UPDATE labeling_assignment a
    SET state = 'open', opened_at = COALESCE(a.opened_at, %(now)s), expires_at = %(expires)s
    FROM projects_content c
    WHERE c.record_id = a.record_id AND a.id = (
        SELECT id FROM labeling_assignment
        WHERE project_id = %(project)s AND annotator_id = %(annotator)s AND state IN ('queued', 'open')
        ORDER BY state = 'open' DESC, manual DESC, position, id LIMIT 1 FOR NO KEY UPDATE)
    RETURNING a.id, a.record_id, a.opened_at, a.expires_at, a.draft, c.fields"""


def open_next(project: Project, *, annotator: User) -> Opened | Reason:
    """The annotator's open assignment: the same one until it is closed, then the next of their queue.

    Touches only the annotator's own rows while the queue holds something. Otherwise it deals, and before it
    says that nothing is left it recalls what lies unopened in the queues of people who have gone.
    """
    if project.state != State.RUNNING:
        return Reason(project.state)
    with transaction.atomic():
        now = timezone.now()
        place = enter(project, annotator=annotator, now=now)
        if head := _open_head(project, annotator, now):
            return head
        if place.exhausted_until and now < place.exhausted_until:
            return _reason(project, annotator)
        if _fill(project, annotator, place, now) and (head := _open_head(project, annotator, now)):
            return head
        Queue.objects.filter(pk=place.id).update(exhausted_until=now + EXHAUSTED_FOR)
        return _reason(project, annotator)


def _open_head(project: Project, annotator: User, now: datetime) -> Opened | None:
    values: dict[str, Any] = {
        "project": project.pk,
        "annotator": annotator.pk,
        "now": now,
        "expires": now + timedelta(minutes=project.lease_minutes),
    }
    with connection.cursor() as cursor:
        cursor.execute(OPEN, values)
        row = cursor.fetchone()
    if row is None:
        return None
    pk, record_id, opened_at, expires_at, draft, fields = row
    draft = draft and json.loads(draft)
    return Opened(pk, record_id, opened_at, expires_at, draft, json.loads(fields))


def _fill(project: Project, annotator: User, place: Place, now: datetime) -> bool:
    if deal(project, annotator=annotator, place=place, now=now):
        return True
    return bool(recall(project, annotator=annotator, now=now)) and bool(
        deal(project, annotator=annotator, place=place, now=now)
    )


def _reason(project: Project, annotator: User) -> Reason:
    """Complete, unless others hold slots of records that may yet come to this person."""
    mine = Q(assignments__annotator=annotator) & ~Q(assignments__state__in=Assignment.REVIVABLE)
    held = Record.objects.filter(
        project=project, retired=False, assignments__state__in=Assignment.LIVE, assignments__manual=False
    )
    open_to_me = held.exclude(pk__in=Record.objects.filter(mine, project=project).values("pk"))
    return Reason.WAITING if open_to_me.exists() else Reason.COMPLETE
