"""A record's slots. Taken by dealing, assigning and late answers, freed here; always under the record's lock.

Where a record wants certain people, a slot belongs to a stratum. Freed, it opens unless its stratum has all it wants.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection

from labeling.models import Assignment
from projects.models import Record

# Of the strata that somebody can fill, the first with room; for a record where anybody will do there is none to find.
STRATUM = """CASE WHEN r.open_strata IS NOT NULL THEN (
        SELECT min(s.i) FROM unnest(%(strata)s::int[]) AS s (i) WHERE r.open_strata[s.i + 1] > 0) END"""
ROOM = f"(r.open_strata IS NULL OR {STRATUM} IS NOT NULL)"

# What is left where the rows of `taken` (record_id, stratum) take one slot each.
TAKEN = """CASE WHEN r.open_strata IS NOT NULL THEN ARRAY(
        SELECT o.room - (SELECT count(*) FROM {taken} t WHERE t.record_id = r.id AND t.stratum = o.n - 1)
        FROM unnest(r.open_strata) WITH ORDINALITY AS o (room, n) ORDER BY o.n)::smallint[] END"""

# What lowering the overlap left over goes first; only then does the record open again.
FREE = """
    UPDATE projects_record r
    SET open_slots = open_slots + GREATEST(freed.n - excess, 0), excess = GREATEST(excess - freed.n, 0)
    FROM unnest(%s::bigint[], %s::int[]) AS freed (record_id, n)
    WHERE r.id = freed.record_id AND r.open_strata IS NULL"""


def lock(record_ids: Iterable[int]) -> dict[int, Record]:
    """Lock these records in the order that everybody locks them in, and read them as they are now."""
    records = Record.objects.filter(pk__in=set(record_ids)).order_by("pk").select_for_update(no_key=True)
    return {record.pk: record for record in records}


# A slot that is open is taken back; where none is, there is one answer more than wanted.
RETAKE = """
    UPDATE projects_record r
    SET open_slots = GREATEST(open_slots - back.n, 0), excess = excess + GREATEST(back.n - open_slots, 0)
    FROM unnest(%s::bigint[], %s::int[]) AS back (record_id, n)
    WHERE r.id = back.record_id AND r.open_strata IS NULL"""


def free(assignments: Iterable[Assignment]) -> None:
    """Give back the slots of assignments that end. Their records are locked.

    One to a control held none; its record is written all the same, so that it ends no sooner than another one.
    """
    _move(FREE, assignments, 1)


def retake(assignments: Iterable[Assignment]) -> None:
    """Undo `free` for assignments whose responses count again. Their records are locked."""
    _move(RETAKE, assignments, -1)


def settle(record: Record, room: Sequence[int], *, held: int) -> None:
    """What follows for a record that has so much room in each stratum, and so many holders of slots. Stores nothing.

    Its overlap is what is held and what will come, so that what a stratum has too many of is no hole in another.
    """
    record.open_strata = list(room)
    record.open_slots = sum(max(left, 0) for left in room)
    record.excess = 0 if record.open_slots else -sum(room)
    record.overlap = held + record.open_slots - record.excess


def store(records: Iterable[Record]) -> None:
    """Write what `settle` set."""
    fields = ["overlap", "own_overlap", "by_policy", "open_slots", "excess", "open_strata", "position"]
    Record.objects.bulk_update(records, fields, batch_size=500)


def _move(statement: str, assignments: Iterable[Assignment], by: int) -> None:
    moved = list(assignments)
    counts: Counter[int] = Counter()
    for assignment in moved:
        counts[assignment.record_id] += assignment.purpose == Assignment.Purpose.WORK
    if not counts:
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(counts), list(counts.values())])
        stratified = cursor.rowcount < len(counts)
    if stratified:
        _move_strata(moved, counts, by)


def _move_strata(assignments: Iterable[Assignment], counts: Counter[int], by: int) -> None:
    wanting = Record.objects.filter(pk__in=counts, open_strata__isnull=False)
    records = {record.pk: record for record in wanting.order_by("pk")}
    rooms = {pk: list(record.open_strata or ()) for pk, record in records.items()}
    for assignment in assignments:
        room = rooms.get(assignment.record_id, [])
        work = assignment.purpose == Assignment.Purpose.WORK
        if work and assignment.stratum is not None and assignment.stratum < len(room):
            room[assignment.stratum] += by
    for pk, record in records.items():
        settle(record, rooms[pk], held=record.held - by * counts[pk])
    store(records.values())
