"""Next: open the head of one's own queue, filling the queue first where it is empty."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from psycopg.errors import DeadlockDetected, UniqueViolation

from accounts.models import User
from labeling.actions.assignment.deal import ENTER, IDLE_AFTER, Place, deal, enter, entering
from labeling.actions.assignment.qualify import qualify
from labeling.actions.assignment.recall import recall
from labeling.actions.assignment.slots import ROOM
from labeling.models import Assignment, Stage
from labeling.queries.strata import strata_of
from projects.models import Project, State


class Reason(StrEnum):
    """Why there is no next assignment."""

    DRAFT = "draft"
    PAUSED = "paused"
    FINISHED = "finished"
    WAITING = "waiting"
    COMPLETE = "complete"
    # This person is dealt nothing: until a reviewer decides, for lack of qualification, or for good.
    HELD_BACK = "held_back"
    REJECTED = "rejected"
    EXCLUDED = "excluded"


STOPPED = {
    Stage.PAUSED: Reason.HELD_BACK,
    Stage.REJECTED: Reason.REJECTED,
    Stage.EXCLUDED: Reason.EXCLUDED,
}


@dataclass(frozen=True)
class Opened:
    """An open assignment with what its record shows."""

    id: int
    record_id: int
    opened_at: datetime
    expires_at: datetime
    draft: dict[str, Any] | None
    fields: dict[str, Any]


# Enters, so that two tabs take turns, and opens the head of the queue: in one statement, because most requests need
# no more. What is open already comes first: a reload never takes a second record.
OPEN = f"""
    WITH here (place, position, record, exhausted_until, fair, stage, controls, rounds, warned_at) AS ({ENTER}), opened AS (
        UPDATE labeling_assignment a
        SET state = 'open', opened_at = COALESCE(a.opened_at, %(now)s), expires_at = %(expires)s
        FROM projects_content c
        WHERE c.record_id = a.record_id AND a.id = (
            SELECT id FROM labeling_assignment
            WHERE project_id = %(project)s AND annotator_id = %(annotator)s AND state IN ('queued', 'open')
              AND (SELECT stage FROM here) IN ('qualifying', 'working')
            ORDER BY state = 'open' DESC, manual DESC, position, id LIMIT 1 FOR NO KEY UPDATE)
        RETURNING a.id, a.record_id, a.opened_at, a.expires_at, a.draft, c.fields
    )
    SELECT * FROM here LEFT JOIN opened ON TRUE"""  # noqa: S608 - made of constants

UNKNOWN = """NOT EXISTS (
    SELECT FROM labeling_assignment m
    WHERE m.record_id = r.id AND m.annotator_id = %(annotator)s AND m.state <> ALL (%(revivable)s))"""

# All answers are of one moment: a record that has not all its answers is open, or others hold its slots.
LOOK = f"""
    WITH noted AS (
        UPDATE labeling_queue SET exhausted_until = %(until)s WHERE id = %(place)s
    ), open AS (
        SELECT r.id, r.open_strata FROM projects_record r WHERE r.project_id = %(project)s AND r.is_open
        ORDER BY r.position, r.id LIMIT %(limit)s
    ), held AS (
        SELECT r.id, a.state = 'queued' AND q.seen_at < %(gone)s AS idle
        FROM labeling_assignment a
        JOIN projects_record r ON r.id = a.record_id
        LEFT JOIN labeling_queue q ON q.project_id = a.project_id AND q.annotator_id = a.annotator_id
        WHERE a.project_id = %(project)s AND a.state IN ('queued', 'open') AND NOT a.manual
          AND a.purpose = 'work' AND NOT r.retired AND NOT r.withheld AND {UNKNOWN}
          AND (r.open_strata IS NULL
               OR a.stratum = ANY (%(strata)s::int[]) AND r.open_strata[a.stratum + 1] >= 0)
    )
    SELECT EXISTS (SELECT FROM open r WHERE {ROOM} AND {UNKNOWN}),
           %(limit)s::int IS NOT NULL AND EXISTS (SELECT FROM open OFFSET %(limit)s - 1),
           EXISTS (SELECT FROM held WHERE idle),
           EXISTS (SELECT FROM held)"""  # noqa: S608 - made of constants

# A whole pass that found nothing is not repeated for so long; until then a glance at so many open records has to do.
EXHAUSTED_FOR = timedelta(seconds=3)
GLANCE = 100


def open_next(project: Project, *, annotator: User) -> Opened | Reason:
    """The annotator's open assignment: the same one until it is closed, then the next of their queue.

    Touches only the annotator's own rows while the queue holds something. Otherwise it deals, controls first to
    those who are to qualify, and before it says that nothing is left it recalls what lies unopened in the queues of
    people who have gone.
    """
    if project.state != State.RUNNING:
        return Reason(project.state)
    try:
        with transaction.atomic():
            return _open_next(project, annotator, timezone.now())
    except DatabaseError as error:
        if not isinstance(error.__cause__, UniqueViolation | DeadlockDetected):
            raise
    # Another tab opened or closed one while our first statement waited for it: wait first, then look.
    with transaction.atomic():
        now = timezone.now()
        enter(project, annotator=annotator, now=now)
        return _open_next(project, annotator, now)


def _open_next(project: Project, annotator: User, now: datetime) -> Opened | Reason:
    place, head = _open_head(project, annotator, now)
    if head:
        return head
    stage = place.stage
    if stage == Stage.QUALIFYING:
        stage = qualify(project, annotator=annotator, place=place, now=now)
    if stage in STOPPED:
        return STOPPED[stage]
    if stage == Stage.QUALIFYING:
        return _open_next(project, annotator, now)
    left = _fill(project, annotator, place, now)
    if left is None:
        # Not merely the head: another tab may have closed it meanwhile.
        return _open_next(project, annotator, now)
    return Reason.WAITING if left.open or left.more or left.held else Reason.COMPLETE


@dataclass(frozen=True)
class Left:
    """What is left that may come to an annotator.

    `open`: a record with a free slot; `more`: not all of these were looked at; `held`: one whose slots others
    hold, and `idle`: unopened, by people who have gone.
    """

    open: bool
    more: bool
    idle: bool
    held: bool


def _fill(project: Project, annotator: User, place: Place, now: datetime) -> Left | None:
    """Deal; None if the queue holds something now, otherwise what is left."""
    strata = strata_of(project, annotator)
    known_empty = place.exhausted_until is not None and now < place.exhausted_until
    if not known_empty and deal(
        project, annotator=annotator, place=place, strata=strata, now=now, wait=False
    ):
        return None
    left = _look(project, annotator, place, strata, now, glance=known_empty)
    if left.open and deal(project, annotator=annotator, place=place, strata=strata, now=now, wait=True):
        return None
    # Not waiting: the recalled records are locked, and somebody may wait for them with a record in hand.
    if (
        left.idle
        and recall(project, annotator=annotator, strata=strata, now=now)
        and deal(project, annotator=annotator, place=place, strata=strata, now=now, wait=False)
    ):
        return None
    return left


def _look(
    project: Project, annotator: User, place: Place, strata: list[int], now: datetime, *, glance: bool
) -> Left:
    values: dict[str, Any] = {
        "project": project.pk,
        "annotator": annotator.pk,
        "place": place.id,
        "strata": strata,
        "revivable": list(Assignment.REVIVABLE),
        "gone": now - IDLE_AFTER,
        "until": place.exhausted_until if glance else now + EXHAUSTED_FOR,
        "limit": GLANCE if glance else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(LOOK, values)
        return Left(*cursor.fetchone())


def _open_head(project: Project, annotator: User, now: datetime) -> tuple[Place, Opened | None]:
    expires = now + timedelta(minutes=project.lease_minutes)
    with connection.cursor() as cursor:
        cursor.execute(OPEN, entering(project, annotator=annotator, now=now) | {"expires": expires})
        found = cursor.fetchone()
    place, (pk, record_id, opened_at, expires_at, draft, fields) = Place(*found[:-6]), found[-6:]
    if pk is None:
        return place, None
    draft = draft and json.loads(draft)
    return place, Opened(pk, record_id, opened_at, expires_at, draft, json.loads(fields))
