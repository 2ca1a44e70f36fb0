"""Decide anew how many answers some records should have, and open or close their slots."""

from collections.abc import Iterable, Sequence

from django.db import connection

from labeling.actions.overlap.verdict import verdicts
from labeling.models import Event, policy_of
from labeling.queries.judges import judges_of
from projects.changes import lock_many
from projects.models import Project

LOCK = """
    SELECT id FROM projects_record
    WHERE id = ANY (%s) AND NOT own_overlap AND open_strata IS NULL
    ORDER BY id FOR NO KEY UPDATE"""

# What is held stays held: an answer that somebody is giving at this moment is one of those that are wanted.
WANT = """
    UPDATE projects_record r SET
        overlap = v.overlap, by_policy = TRUE,
        open_slots = GREATEST(v.overlap - (r.overlap - r.open_slots + r.excess), 0),
        excess = GREATEST((r.overlap - r.open_slots + r.excess) - v.overlap, 0),
        position = (r.position & ~(15::bigint << 44)) | (v.tier << 44)
    FROM unnest(%s::bigint[], %s::int[], %s::bigint[]) AS v (id, overlap, tier)
    WHERE r.id = v.id AND NOT r.own_overlap
      AND (r.overlap, r.by_policy, r.position >> 44 & 15) IS DISTINCT FROM (v.overlap, TRUE, v.tier)"""


def follow(project: Project, caused: Sequence[Event]) -> None:
    """The records that events tell of."""
    refresh(project, record_ids=[event.record_id for event in caused if event.record_id])


def refresh(project: Project, *, record_ids: Iterable[int]) -> int:
    """Where the overlap adapts: decide by the counted answers of these records; returns how many it changed.

    Exact however often, and in whatever order, it is called. Locks the records until the transaction ends.
    """
    wanted = sorted(set(record_ids))
    if policy_of(project).overlap.mode == "fixed" or not wanted:
        return 0
    judges = judges_of(project)
    if not judges:
        return 0
    locked: list[int] = []
    lock_many(lambda: locked.extend(_lock(wanted)))
    found = verdicts(project, judges, locked)
    with connection.cursor() as cursor:
        cursor.execute(
            WANT,
            [list(found), [v.overlap for v in found.values()], [v.tier for v in found.values()]],
        )
        return int(cursor.rowcount)


def _lock(record_ids: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [record_ids])
        return [pk for (pk,) in cursor.fetchall()]
