"""Records that an organizer may hand out, found by their metadata, and what there is to find them by."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from projects.models import Project, Record

SAMPLE: Final = 20_000
"""Records that are looked at for what their metadata says."""

VALUES: Final = 100
"""Values of one key that are offered, those of most records first."""

KEYS: Final = 50

LONGEST: Final = 200
"""Characters of a value, or of a key, that is offered."""

OCCURRING = """
    WITH seen AS (
        SELECT c.metadata FROM projects_record r JOIN projects_content c ON c.record_id = r.id
        WHERE r.project_id = %(project)s AND NOT r.retired AND NOT r.withheld
        LIMIT %(sample)s
    ), counted AS (
        SELECT pair.key, pair.value, count(*) AS records,
               row_number() OVER (PARTITION BY pair.key ORDER BY count(*) DESC, pair.value) AS place
        FROM seen, jsonb_each(seen.metadata) pair
        WHERE jsonb_typeof(pair.value) NOT IN ('object', 'array')
          AND length(pair.key) <= %(longest)s AND length(pair.value::text) <= %(longest)s
        GROUP BY pair.key, pair.value
    )
    SELECT key, value::text, records, (SELECT count(*) FROM seen)
    FROM counted WHERE place <= %(values)s + 1 ORDER BY key, place"""


@dataclass(frozen=True)
class Value:
    """`json` is how it is written in JSON, which tells the text "3" from the number."""

    json: str
    records: int

    def __str__(self) -> str:
        value = json.loads(self.json)
        return (value or "(empty)") if isinstance(value, str) else self.json


@dataclass
class Key:
    """A key of the metadata; where it is not `complete`, there may be more values than these."""

    name: str
    complete: bool
    values: list[Value] = field(default_factory=list)


def matching(project: Project, *, metadata: dict[str, Any] | None = None) -> QuerySet[Record]:
    """Records with all of these values in their metadata, in queue order; neither retired nor withheld ones."""
    records = Record.objects.filter(project=project, retired=False, withheld=False)
    return records.filter(content__metadata__contains=metadata) if metadata else records


def occurring(project: Project) -> list[Key]:
    """By what the records can be told apart: keys and their plain values, from a bounded number of records."""
    bounds = {"project": project.pk, "sample": SAMPLE, "values": VALUES, "longest": LONGEST}
    with connection.cursor() as cursor:
        cursor.execute(OCCURRING, bounds)
        rows = cursor.fetchall()
    found: dict[str, Key] = {}
    for name, value, records, seen in rows:
        key = found.setdefault(name, Key(name, complete=seen < SAMPLE))
        if len(key.values) < VALUES:
            key.values.append(Value(value, records))
        else:
            key.complete = False
    return list(found.values())[:KEYS]


def typed(project: Project, *, key: str, text: str) -> Any:
    """What somebody means who types a value: the text, or the number or word of JSON where only that occurs."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    if isinstance(value, dict | list) or matching(project, metadata={key: text}).exists():
        return text
    return value
