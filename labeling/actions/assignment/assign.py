"""Manual assignment: an organizer chooses who gets which record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from labeling import events
from labeling.actions.assignment import slots
from labeling.errors import BadAssignments
from labeling.models import Assignment, Event
from projects.models import Project, Record

BATCH = 2000
SHOWN = 500

ASSIGN = """
    WITH assigned AS (
        INSERT INTO labeling_assignment AS a
               (project_id, record_id, annotator_id, state, manual, position, dealt_at, reason)
        SELECT r.project_id, r.id, wanted.annotator_id, 'queued', TRUE, r.position, %(now)s, ''
        FROM unnest(%(records)s::bigint[], %(annotators)s::bigint[]) AS wanted (record_id, annotator_id)
        JOIN projects_record r ON r.id = wanted.record_id
        ON CONFLICT (record_id, annotator_id) DO UPDATE
        SET state = 'queued', manual = TRUE, dealt_at = excluded.dealt_at, opened_at = NULL, expires_at = NULL,
            closed_at = NULL
        WHERE a.state = ANY (%(revivable)s)
        RETURNING record_id
    ), taken AS (
        UPDATE projects_record r SET open_slots = open_slots - n.n
        FROM (SELECT record_id, count(*) AS n FROM assigned GROUP BY record_id) n WHERE r.id = n.record_id
    )
    SELECT count(*) FROM assigned"""


@dataclass(frozen=True)
class Wanted:
    """One row of a list: a record (by external id, or by number) for an annotator (by user name)."""

    row: int
    record: str | int
    annotator: str


@dataclass
class Outcome:
    assigned: int
    already: int
    bad: int
    problems: list[dict[str, Any]]


@transaction.atomic
def assign(project: Project, *, wanted: Iterable[Wanted], skip_bad_rows: bool = False) -> Outcome:
    """Queue these records for these people, ahead of what is dealt; they neither expire nor are recalled unopened.

    Each takes a free slot of its record; where none is free, the record is unknown, or the person is no member,
    the row is bad. Raises BadAssignments, and assigns nothing, unless bad rows are to be skipped.
    """
    rows = list(wanted)
    people, known = _people(project), _record_ids(project, rows)
    # By record, so that all batches together lock in the order that everybody locks in.
    rows.sort(key=lambda row: known.get(row.record, 0))
    outcome = Outcome(0, 0, 0, [])
    for start in range(0, len(rows), BATCH):
        _assign_batch(rows[start : start + BATCH], people, known, outcome)
    outcome.problems = sorted(outcome.problems, key=itemgetter("row"))[:SHOWN]
    if outcome.bad and not skip_bad_rows:
        raise BadAssignments(bad=outcome.bad, rows=len(rows), problems=outcome.problems)
    events.record(Event.Kind.CHANGED, project_id=project.pk)
    return outcome


def _people(project: Project) -> dict[str, int]:
    members = User.objects.filter(memberships__workspace=project.workspace_id, is_active=True)
    return dict(members.values_list("username", "pk"))


def _assign_batch(
    rows: list[Wanted], people: dict[str, int], known: dict[str | int, int], outcome: Outcome
) -> None:
    records = slots.lock(known[row.record] for row in rows if row.record in known)
    existing = {
        (a.record_id, a.annotator_id): a
        for a in Assignment.objects.filter(record__in=records, annotator__in=people.values())
    }
    free = {record.pk: record.open_slots for record in records.values() if not record.retired}
    chosen: dict[tuple[int, int], None] = {}
    promoted = []
    for row in rows:
        record_id, annotator_id = known.get(row.record), people.get(row.annotator)
        if record_id is None or annotator_id is None:
            column = "record" if record_id is None else "annotator"
            _bad(outcome, row, column, f"there is no {column} {getattr(row, column)!r} in this project")
            continue
        pair = (record_id, annotator_id)
        assignment = existing.get(pair)
        if pair in chosen or (
            assignment and assignment.state in (*Assignment.LIVE, Assignment.State.SUBMITTED)
        ):
            outcome.already += 1
            if assignment and assignment.state == Assignment.State.QUEUED:
                promoted.append(assignment.pk)
        elif assignment and assignment.state not in Assignment.REVIVABLE:
            _bad(outcome, row, "annotator", f"{row.annotator} has {assignment.state} this record")
        elif record_id not in free:
            _bad(outcome, row, "record", "is retired")
        elif not free[record_id]:
            _bad(outcome, row, "record", "has no free slot; raise its overlap first")
        else:
            free[record_id] -= 1
            chosen[pair] = None
    # Some may have been opened since they were read, and keep their lease.
    queued = Assignment.objects.filter(pk__in=promoted, state=Assignment.State.QUEUED)
    queued.update(manual=True, expires_at=None)
    outcome.assigned += _insert(chosen, timezone.now())


def _record_ids(project: Project, rows: list[Wanted]) -> dict[str | int, int]:
    """By external id (text) or by number, whichever the rows use; only this project's."""
    mine = Record.objects.filter(project=project)
    found: dict[str | int, int] = {}
    for start in range(0, len(rows), BATCH):
        wanted = {row.record for row in rows[start : start + BATCH]}
        names = [name for name in wanted if isinstance(name, str)]
        numbers = [number for number in wanted if isinstance(number, int)]
        found |= {str(n): pk for n, pk in mine.filter(external_id__in=names).values_list("external_id", "pk")}
        found |= {pk: pk for pk in mine.filter(pk__in=numbers).values_list("pk", flat=True)}
    return found


def _insert(pairs: Iterable[tuple[int, int]], now: datetime) -> int:
    records, annotators = zip(*pairs, strict=True) if pairs else ((), ())
    values: dict[str, Any] = {
        "records": list(records),
        "annotators": list(annotators),
        "revivable": list(Assignment.REVIVABLE),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(ASSIGN, values)
        (assigned,) = cursor.fetchone()
    return int(assigned)


def _bad(outcome: Outcome, row: Wanted, column: str, reason: str) -> None:
    outcome.bad += 1
    outcome.problems.append({"row": row.row, "column": column, "reason": reason})
