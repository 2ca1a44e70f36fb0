"""Give each record the overlap that the policy demands of it, wherever the import does not say otherwise."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from labeling import events
from labeling.actions.overlap.place import Wish, place
from labeling.models import Event, Policy, policy_of
from labeling.quality.overlap import demand
from labeling.queries.judges import judges_of
from projects.changes import lock_many
from projects.models import Project, Record

# What of a record's metadata the rules look at.
NOTHING = "'{}'::jsonb"
KNOWN = """(
    SELECT COALESCE(jsonb_object_agg(e.key, e.value), '{}') FROM projects_content c, jsonb_each(c.metadata) e
    WHERE c.record_id = r.id AND e.key = ANY (%(keys)s))"""

DISTINCT = """
    SELECT DISTINCT {known}::text FROM projects_record r
    WHERE r.project_id = %(project)s AND (r.by_policy OR NOT r.own_overlap)"""

# Records that are not as the policy demands. Where the answers decide, only the flags are set here, and an event tells
# of it. Where certain people are wanted, those who hold a slot already are to be placed one by one.
FOUND = """
    WITH asked AS (
        SELECT *, own OR adapts OR strata IS NOT NULL AS by_policy FROM unnest(
            %(metadata)s::jsonb[], %(overlap)s::smallint[], %(own)s::bool[], %(adapts)s::bool[], %(strata)s::text[]
        ) AS d (metadata, overlap, own, adapts, strata)
    ), found AS (
        SELECT r.id, d.overlap, d.own, d.by_policy, d.strata::smallint[],
               d.adapts AND {answered} AS decided, d.strata IS NOT NULL AND {held} > 0 AS placed
        FROM projects_record r JOIN asked d ON d.metadata = {known}
        WHERE r.project_id = %(project)s AND (r.by_policy OR NOT r.own_overlap)
          AND ((r.own_overlap, r.by_policy, r.open_strata IS NULL)
                IS DISTINCT FROM (d.own, d.by_policy, d.strata IS NULL)
            OR CASE WHEN d.strata IS NULL
                    THEN (r.overlap, r.position >> 44 & 15) IS DISTINCT FROM (d.overlap, 0::bigint)
                         AND NOT (d.adapts AND {answered})
                    WHEN {held} > 0 THEN %(anew)s OR r.open_slots <>
                         (SELECT COALESCE(sum(GREATEST(s, 0)), 0) FROM unnest(r.open_strata) AS s)
                    ELSE r.open_strata IS DISTINCT FROM d.strata::smallint[] END)
    )"""
HELD = "(r.overlap - r.open_slots + r.excess)"
ANSWERED = "EXISTS (SELECT FROM labeling_response p WHERE p.record_id = r.id AND p.counted)"

LOCK = """
    SELECT count(*) FROM (
        SELECT FROM projects_record WHERE id IN (SELECT id FROM found) ORDER BY id FOR NO KEY UPDATE) locked"""

APPLY = f"""
    , applied AS (
        UPDATE projects_record r SET
            own_overlap = f.own, by_policy = f.by_policy, open_strata = f.strata,
            overlap = CASE WHEN f.decided THEN r.overlap ELSE f.overlap END,
            open_slots = CASE WHEN f.decided THEN r.open_slots ELSE GREATEST(f.overlap - {HELD}, 0) END,
            excess = CASE WHEN f.decided THEN r.excess ELSE GREATEST({HELD} - f.overlap, 0) END,
            position = CASE WHEN f.decided THEN r.position ELSE r.position & ~(15::bigint << 44) END
        FROM found f WHERE r.id = f.id AND NOT f.placed AND (r.by_policy OR NOT r.own_overlap)
        RETURNING r.id, f.decided
    ), told AS (
        INSERT INTO labeling_event (kind, project_id, record_id)
        SELECT 'judged', %(project)s, id FROM applied WHERE decided ORDER BY id
    )
    SELECT id, strata, own FROM found WHERE placed ORDER BY id"""  # noqa: S608 - made of this module's constants

# A policy as young as this may be the one that an event tells of.
YOUNG = timedelta(minutes=1)


def apply(project: Project, caused: Sequence[Event] = ()) -> None:
    """Bring the records in line with the policy; again it changes nothing.

    A record without answers gets what the policy demands of one. One that adapts and has answers is decided by them,
    and told of by an event where that is new; where only the threshold is, the next assessment decides anew, or the
    next answer. An import's own overlap wins. Locks the records that change.
    """
    policy = getattr(project, "policy", None)
    asked = policy_of(project).overlap
    plain = asked.mode == "fixed" and not (asked.rules or asked.strata)
    if plain and not Record.objects.filter(project=project, by_policy=True).exists():
        return
    keys = sorted({key for rule in asked.rules for key in rule.where})
    sql = {"known": KNOWN if keys else NOTHING, "held": HELD, "answered": ANSWERED}
    values: dict[str, Any] = {"project": project.pk, "keys": keys, "anew": _anew(policy, caused)}
    values |= _demands(project, _execute(DISTINCT.format(**sql), values))
    found = FOUND.format(**sql)
    lock_many(lambda: _lock(found, values))
    wishes = [Wish(pk, tuple(strata), own) for pk, strata, own in _execute(found + APPLY, values)]
    place(project, wishes)
    events.wake_on_commit()


def _demands(project: Project, known: Sequence[Sequence[str]]) -> dict[str, list[Any]]:
    """What is demanded of each kind of record, told apart by what the rules look at."""
    asked = policy_of(project).overlap
    judged = bool(judges_of(project))
    demands = [
        demand(asked, json.loads(metadata), target=project.overlap, judged=judged) for (metadata,) in known
    ]
    return {
        "metadata": [metadata for (metadata,) in known],
        "overlap": [one.overlap for one in demands],
        "own": [one.own for one in demands],
        "adapts": [judged and not one.own for one in demands],
        "strata": [one.strata and "{" + ",".join(map(str, one.strata)) + "}" for one in demands],
    }


def _anew(policy: Policy | None, caused: Sequence[Event]) -> bool:
    """Whether people are to be placed anew: the strata may be others now, or those that a rule names."""
    if policy is None:
        return False
    if any(rule.strata for rule in policy.options.overlap.rules):
        return True
    return any(event.created_at < policy.updated_at + YOUNG for event in caused)


def _lock(found: str, values: dict[str, Any]) -> None:
    _execute(found + LOCK, values)


def _execute(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
