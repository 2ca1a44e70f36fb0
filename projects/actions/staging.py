"""Rows on their way into records: copied into tables of the transaction, then compared and merged as sets.

Every statement works on all rows at once, so how many there are does not depend on the size of the file. What
`match` finds stays true until the end of the transaction, because imports and edits take turns; only what
annotators do goes on meanwhile, and `lock` holds that off where it matters.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from random import Random
from typing import Any, TypedDict

import orjson
from django.db import connection

from projects.models import Record
from projects.models.record import RANDOM_BITS
from projects.rows import Candidate
from projects.sources import BadRow

MAX_PROBLEMS = 500


class Problem(TypedDict):
    row: int
    column: str | None
    reason: str


CREATE = """CREATE TEMP TABLE import_rows (
    row integer, external_id text, overlap smallint, priority smallint, random bigint, fields jsonb, metadata jsonb
) ON COMMIT DROP"""
COPY = "COPY import_rows FROM STDIN"

REPEATED = """
WITH numbered AS (
    SELECT row, min(row) OVER (PARTITION BY external_id) AS first FROM import_rows WHERE external_id IS NOT NULL
), gone AS (
    DELETE FROM import_rows s USING numbered n WHERE s.row = n.row AND n.row > n.first
    RETURNING s.row, s.external_id, n.first
)
SELECT count(*) OVER (), row, external_id, first FROM gone ORDER BY row LIMIT %s"""

MATCH = """
CREATE TEMP TABLE import_known ON COMMIT DROP AS
SELECT s.row, r.id AS record_id,
       c.fields <> s.fields AS new_fields,
       s.metadata IS NOT NULL AND c.metadata <> s.metadata AS new_metadata,
       (s.overlap IS NOT NULL AND NOT (r.own_overlap AND NOT r.by_policy AND r.overlap = s.overlap))
       OR (s.priority IS NOT NULL AND r.position >> 48 <> -s.priority) AS new_place
FROM import_rows s
JOIN projects_record r ON r.project_id = %s AND r.external_id = s.external_id
JOIN projects_content c ON c.record_id = r.id"""

LOCK_RECORDS = """
SELECT count(*) FROM (
    SELECT 1 FROM projects_record
    WHERE id IN (SELECT record_id FROM import_known WHERE new_fields OR new_place)
    ORDER BY id FOR NO KEY UPDATE) locked"""
LOCK_QUEUED = """
SELECT count(*) FROM (
    SELECT 1 FROM {assignments}
    WHERE state = 'queued' AND record_id IN (SELECT record_id FROM import_known WHERE new_fields)
    ORDER BY id FOR NO KEY UPDATE) locked"""

FROZEN = """
WITH gone AS (
    DELETE FROM import_known k WHERE k.new_fields AND (
        EXISTS (SELECT FROM {responses} WHERE record_id = k.record_id)
        OR EXISTS (SELECT FROM {assignments} WHERE record_id = k.record_id AND state = 'open'))
    RETURNING k.row, k.record_id
), dropped AS (
    DELETE FROM import_rows s USING gone WHERE s.row = gone.row
    RETURNING s.row, s.external_id, s.fields, gone.record_id
)
SELECT count(*) OVER (), d.row, d.external_id,
       (SELECT key FROM jsonb_each(d.fields) WHERE c.fields -> key IS DISTINCT FROM value ORDER BY key LIMIT 1)
FROM dropped d JOIN projects_content c ON c.record_id = d.record_id
ORDER BY d.row LIMIT %s"""

COUNT = "SELECT count(*) FILTER (WHERE new_fields OR new_metadata OR new_place), count(*) FROM import_known"

UPDATE_CONTENTS = """
UPDATE projects_content c SET fields = s.fields, metadata = COALESCE(s.metadata, c.metadata)
FROM import_known k JOIN import_rows s ON s.row = k.row
WHERE c.record_id = k.record_id AND (k.new_fields OR k.new_metadata)"""

UPDATE_RECORDS = """
UPDATE projects_record r SET
    overlap = COALESCE(s.overlap, r.overlap),
    own_overlap = r.own_overlap OR s.overlap IS NOT NULL,
    by_policy = r.by_policy AND s.overlap IS NULL,
    open_strata = CASE WHEN s.overlap IS NULL THEN r.open_strata END,
    open_slots = GREATEST(COALESCE(s.overlap, r.overlap) - (r.overlap - r.open_slots + r.excess), 0),
    excess = GREATEST((r.overlap - r.open_slots + r.excess) - COALESCE(s.overlap, r.overlap), 0),
    position = COALESCE(-s.priority, r.position >> 48)::bigint << 48
               | (r.position & ((1::bigint << CASE WHEN s.overlap IS NULL THEN 48 ELSE 44 END) - 1))
FROM import_known k JOIN import_rows s ON s.row = k.row
WHERE r.id = k.record_id AND k.new_place"""

INSERT = """
WITH fresh AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('projects_record', 'id')) AS id, ordered.* FROM (
        SELECT * FROM import_rows s WHERE NOT EXISTS (SELECT FROM import_known k WHERE k.row = s.row) ORDER BY row
    ) ordered
), records AS (
    INSERT INTO projects_record (
        id, project_id, external_id, position, overlap, own_overlap, open_slots, excess, retired)
    SELECT f.id, p.id, f.external_id, (-COALESCE(f.priority, 0))::bigint << 48 | f.random,
           COALESCE(f.overlap, p.overlap), f.overlap IS NOT NULL, COALESCE(f.overlap, p.overlap), 0, false
    FROM fresh f JOIN projects_project p ON p.id = %s
)
INSERT INTO projects_content (record_id, fields, metadata, batch)
SELECT id, fields, COALESCE(metadata, '{}'), %s FROM fresh"""


@dataclass
class Tally:
    """How many rows were good, how many were not, and what was wrong with the first of these."""

    good: int = 0
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.good + self.bad

    def refuse(self, row: BadRow) -> None:
        reason = f"{row.reason} Nothing after this row was read." if row.fatal else row.reason
        self.bad += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append({"row": row.number, "column": row.column, "reason": reason})

    def drop(self, dropped: list[tuple[int, BadRow]]) -> None:
        """Count good rows as bad: `dropped` has the first of them, each with the number of all of them."""
        count = dropped[0][0] if dropped else 0
        self.good, self.bad = self.good - count, self.bad + count
        self.problems += [
            {"row": row.number, "column": row.column, "reason": row.reason} for _, row in dropped
        ]
        self.problems = sorted(self.problems, key=itemgetter("row"))[:MAX_PROBLEMS]


def fill(
    read: Iterable[Candidate | BadRow], tally: Tally, *, random: Random, on_rows: Callable[[int], None]
) -> None:
    """Copy the good rows as they come, in constant memory.

    `on_rows` hears every thousand rows how many there were; it cannot use this connection.
    """
    _execute("DROP TABLE IF EXISTS pg_temp.import_rows, pg_temp.import_known")
    _execute(CREATE)
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in read:
            if isinstance(row, BadRow):
                tally.refuse(row)
            else:
                copy.write_row(_cells(row, random))
                tally.good += 1
            if tally.rows % 1000 == 0:
                on_rows(tally.rows)
    _execute("ANALYZE import_rows")


def drop_repeated(tally: Tally) -> None:
    """Keep the first row of each external id."""
    tally.drop(
        [
            (count, BadRow(row, "external_id", f"Repeats the id “{external_id}” of row {first}."))
            for count, row, external_id, first in _rows(REPEATED, [MAX_PROBLEMS])
        ]
    )


def match(project_id: int) -> None:
    """Find the records that have the external ids of rows, and what would change in them."""
    _execute(MATCH, [project_id])
    _execute("ANALYZE import_known")


def lock() -> None:
    """Keep annotators from opening what is about to change: first records, then what is queued of them."""
    _execute(LOCK_RECORDS)
    _execute(LOCK_QUEUED.format(**_tables()))


def drop_frozen(tally: Tally) -> None:
    """Drop the rows that would change what somebody has answered, or has before them now."""
    tally.drop(
        [
            (count, BadRow(row, column, f"The fields of “{external_id}” are frozen: people have seen them."))
            for count, row, external_id, column in _rows(FROZEN.format(**_tables()), [MAX_PROBLEMS])
        ]
    )


def merge(project_id: int, batch: str) -> tuple[int, int, int]:
    """Make records of the rows; new ones are of this batch. Returns how many were created, updated and left unchanged."""
    [(updated, known)] = _rows(COUNT)
    _execute(UPDATE_CONTENTS)
    _execute(UPDATE_RECORDS)
    return _execute(INSERT, [project_id, batch]), updated, known - updated


def _cells(row: Candidate, random: Random) -> tuple[Any, ...]:
    metadata = None if row.metadata is None else orjson.dumps(row.metadata).decode()
    fields = orjson.dumps(row.fields).decode()
    return (
        row.number,
        row.external_id,
        row.overlap,
        row.priority,
        random.getrandbits(RANDOM_BITS),
        fields,
        metadata,
    )


def _tables() -> dict[str, str]:
    """The tables of the app above, which this one cannot import: known by the names of their relations."""
    relations: Any = Record._meta.fields_map
    return {name: relations[name].related_model._meta.db_table for name in ("assignments", "responses")}


def _execute(statement: str, parameters: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        affected: int = cursor.rowcount
        return affected


def _rows(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
