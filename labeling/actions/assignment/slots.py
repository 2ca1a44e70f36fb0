"""A record's slots. Taken by dealing, assigning and late answers, freed here; always under the record's lock."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from labeling.models import Assignment
from projects.models import Record

# What lowering the overlap left over goes first; only then does the record open again.
FREE = """
    UPDATE projects_record r
    SET open_slots = open_slots + GREATEST(freed.n - excess, 0), excess = GREATEST(excess - freed.n, 0)
    FROM unnest(%s::bigint[], %s::int[]) AS freed (record_id, n)
    WHERE r.id = freed.record_id"""


def lock(record_ids: Iterable[int]) -> dict[int, Record]:
    """Lock these records in the order that everybody locks them in, and read them as they are now."""
    records = Record.objects.filter(pk__in=set(record_ids)).order_by("pk").select_for_update(no_key=True)
    return {record.pk: record for record in records}


# A slot that is open is taken back; where none is, there is one answer more than wanted.
RETAKE = """
    UPDATE projects_record r
    SET open_slots = GREATEST(open_slots - back.n, 0), excess = excess + GREATEST(back.n - open_slots, 0)
    FROM unnest(%s::bigint[], %s::int[]) AS back (record_id, n)
    WHERE r.id = back.record_id"""


def free(assignments: Iterable[Assignment]) -> None:
    """Give back the slots of assignments that end. Their records are locked.

    One to a control held none; its record is written all the same, so that it ends no sooner than another one.
    """
    freed: Counter[int] = Counter()
    for assignment in assignments:
        freed[assignment.record_id] += assignment.purpose == Assignment.Purpose.WORK
    if freed:
        with connection.cursor() as cursor:
            cursor.execute(FREE, [list(freed), list(freed.values())])


def retake(assignments: Iterable[Assignment]) -> None:
    """Undo `free` for assignments whose responses count again. Their records are locked."""
    back = Counter(assignment.record_id for assignment in assignments)
    if back:
        with connection.cursor() as cursor:
            cursor.execute(RETAKE, [list(back), list(back.values())])
