"""A record's slots. Taken by dealing and assigning, freed here; always under the record's lock."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

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


def free(record_ids: Iterable[int]) -> None:
    """Give back one slot for each time that a record is named. The records are locked."""
    freed = Counter(record_ids)
    if freed:
        with connection.cursor() as cursor:
            cursor.execute(FREE, [list(freed), list(freed.values())])


def take(record: Record) -> bool:
    """Take a slot of a locked record, if it has a free one."""
    if not record.open_slots or record.retired:
        return False
    record.open_slots -= 1
    record.save(update_fields=["open_slots"])
    return True
