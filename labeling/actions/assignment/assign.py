"""Manual assignment: an organizer chooses who gets which record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Member
from labeling import events
from labeling.actions.assignment import slots
from labeling.actions.assignment.openings import Openings
from labeling.actions.assignment.wanted import Wanted
from labeling.errors import BadAssignments
from labeling.models import Assignment, Event, Queue, Stage
from projects.models import Project, Record
from projects.sources import BadRow

BATCH = 2000
SHOWN = 500
QUOTED = 80
HELD = (*Assignment.LIVE, Assignment.State.SUBMITTED)
# Who would never be shown what they are assigned, and why.
BARRED = {Stage.EXCLUDED: "is excluded from this project", Stage.REJECTED: "did not qualify for this project"}

ASSIGN = f"""
    WITH assigned AS (
        INSERT INTO labeling_assignment AS a
               (project_id, record_id, annotator_id, state, purpose, stratum, manual, position, dealt_at, reason)
        SELECT r.project_id, r.id, w.annotator_id, 'queued', 'work', w.stratum, TRUE, r.position, %(now)s, ''
        FROM unnest(%(records)s::bigint[], %(annotators)s::bigint[], %(strata)s::int[])
             AS w (record_id, annotator_id, stratum)
        JOIN projects_record r ON r.id = w.record_id
        ON CONFLICT (record_id, annotator_id) DO UPDATE
        SET state = 'queued', purpose = 'work', stratum = excluded.stratum, manual = TRUE,
            position = excluded.position, dealt_at = excluded.dealt_at, opened_at = NULL, expires_at = NULL,
            closed_at = NULL
        WHERE a.state = ANY (%(revivable)s)
        RETURNING record_id, stratum
    ), taken AS (
        UPDATE projects_record r SET open_slots = open_slots - n.n, open_strata = {slots.TAKEN.format(taken="assigned")}
        FROM (SELECT record_id, count(*) AS n FROM assigned GROUP BY record_id) n WHERE r.id = n.record_id
    )
    SELECT count(*) FROM assigned"""  # noqa: S608 - made of constants


@dataclass
class Outcome:
    assigned: int
    already: int
    bad: int
    problems: list[dict[str, Any]]


@transaction.atomic
def assign(project: Project, *, wanted: Iterable[Wanted | BadRow], skip_bad_rows: bool = False) -> Outcome:
    """Queue these records for these people, ahead of what is dealt; they neither expire nor are recalled unopened.

    Each takes a free slot of its record; where none is free, the record is unknown, or the person is no member, is
    excluded or did not qualify, the row is bad, as are those that could not be read. Raises BadAssignments, and assigns nothing, unless bad
    rows are to be skipped. Nobody of these is removed from the workspace meanwhile: their memberships are locked.
    """
    read = list(wanted)
    rows = [row for row in read if isinstance(row, Wanted)]
    outcome = Outcome(0, 0, 0, [])
    for bad in read:
        if isinstance(bad, BadRow):
            _bad(outcome, bad.number, bad.column, bad.reason)
    people, known = _people(project, rows), _record_ids(project, rows)
    rows = _admitted(project, rows, people, outcome)
    # By record, so that all batches together lock in the order that everybody locks in.
    rows.sort(key=lambda row: known.get(row.record, 0))
    for start in range(0, len(rows), BATCH):
        _assign_batch(rows[start : start + BATCH], people, known, outcome)
    outcome.problems = sorted(outcome.problems, key=itemgetter("row"))[:SHOWN]
    if outcome.bad and not skip_bad_rows:
        raise BadAssignments(bad=outcome.bad, rows=len(read), problems=outcome.problems)
    events.record(Event.Kind.CHANGED, project_id=project.pk)
    return outcome


def _people(project: Project, rows: list[Wanted]) -> dict[str, int]:
    """Members by their user names, which are told apart without regard to case; their memberships are locked."""
    names = {row.annotator.lower() for row in rows}
    members = Member.objects.filter(workspace=project.workspace_id, user__is_active=True)
    mine = members.annotate(name=Lower("user__username")).filter(name__in=names).order_by("pk")
    return dict(mine.select_for_update(of=("self",), no_key=True).values_list("name", "user"))


def _admitted(project: Project, rows: list[Wanted], people: dict[str, int], outcome: Outcome) -> list[Wanted]:
    """Without those for people who are dealt nothing. Nobody is excluded meanwhile: that locks their membership too."""
    places = Queue.objects.filter(project=project, annotator__in=people.values(), stage__in=BARRED)
    barred = dict(places.values_list("annotator", "stage"))
    admitted = []
    for row in rows:
        if stage := barred.get(people.get(row.annotator.lower(), 0)):
            _bad(outcome, row.row, "annotator", f"{row.annotator} {BARRED[Stage(stage)]}.")
        else:
            admitted.append(row)
    return admitted


def _assign_batch(
    rows: list[Wanted], people: dict[str, int], known: dict[str | int, int], outcome: Outcome
) -> None:
    records = slots.lock(known[row.record] for row in rows if row.record in known)
    existing = {
        (a.record_id, a.annotator_id): a
        for a in Assignment.objects.filter(record__in=records, annotator__in=people.values())
    }
    openings = Openings(records, people.values())
    chosen: dict[tuple[int, int], int | None] = {}
    promoted = []
    for row in rows:
        record, person = records.get(known.get(row.record, 0)), people.get(row.annotator.lower())
        if record is None or person is None:
            column = "annotator" if record else "record"
            _bad(
                outcome,
                row.row,
                column,
                f"There is no {column} {_quoted(getattr(row, column))} in this project.",
            )
            continue
        pair = (record.pk, person)
        assignment = existing.get(pair)
        if pair in chosen or (assignment and assignment.state in HELD and not record.withheld):
            outcome.already += 1
            if assignment and assignment.state == Assignment.State.QUEUED:
                promoted.append(assignment.pk)
        elif assignment and assignment.state not in Assignment.REVIVABLE and not record.withheld:
            _bad(outcome, row.row, "annotator", f"{row.annotator} has {assignment.state} {record}.")
        elif why := _closed(record) or openings.full(record, person):
            _bad(outcome, row.row, "record", f"{record} {why}.")
        else:
            chosen[pair] = openings.take(record, person)
    # Some may have been opened since they were read, and keep their lease.
    work = Assignment.objects.filter(pk__in=promoted, purpose=Assignment.Purpose.WORK)
    work.filter(state=Assignment.State.QUEUED).update(manual=True, expires_at=None)
    outcome.assigned += _insert(chosen, timezone.now())


def _closed(record: Record) -> str | None:
    """Why a record can be given to nobody more."""
    if record.withheld:
        return "is withheld, to check people with"
    if record.retired:
        return "is retired"
    return None


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


def _insert(chosen: Mapping[tuple[int, int], int | None], now: datetime) -> int:
    """By record and person, the stratum that they fill."""
    records, annotators = zip(*chosen, strict=True) if chosen else ((), ())
    values: dict[str, Any] = {
        "records": list(records),
        "annotators": list(annotators),
        "strata": list(chosen.values()),
        "revivable": list(Assignment.REVIVABLE),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(ASSIGN, values)
        (assigned,) = cursor.fetchone()
    return int(assigned)


def _bad(outcome: Outcome, row: int, column: str | None, reason: str) -> None:
    outcome.bad += 1
    outcome.problems.append({"row": row, "column": column, "reason": reason})


def _quoted(given: str | int) -> str:
    text = str(given)
    return f"“{text[:QUOTED]}{'…' if len(text) > QUOTED else ''}”"
