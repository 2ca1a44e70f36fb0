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
