"""Count what the forecast of a project rests on."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from labeling.actions.fit import Fitted
from labeling.models import Forecast, Response
from labeling.queries.forecast import usual_overlap
from labeling.queries.judges import judges_of
from projects.models import Project

LATEST = 2000
"""Answers of which the time is kept: the row stays small, and follows how people work now."""
HOURS = 14 * 24

RECORDS = """
    SELECT r.own_overlap, r.overlap, COALESCE(a.n, 0), count(*)
    FROM projects_record r
    LEFT JOIN (SELECT record_id, count(*) AS n FROM labeling_response
               WHERE project_id = %(project)s AND counted GROUP BY record_id) a ON a.record_id = r.id
    WHERE r.project_id = %(project)s AND NOT r.retired AND NOT r.withheld
    GROUP BY r.own_overlap, r.overlap, a.n"""

# Whole hours back from now; what is older than the first of them is left out.
HOURLY = """
    WITH hours AS (
        SELECT floor(extract(epoch FROM %(now)s - submitted_at) / 3600)::int AS ago, count(*) AS n
        FROM labeling_response
        WHERE project_id = %(project)s AND counted AND submitted_at > %(now)s - make_interval(hours => %(hours)s)
        GROUP BY 1
    )
    SELECT ago, n FROM hours WHERE ago >= 0"""


def count(project: Project, found: Sequence[Fitted], now: datetime) -> None:
    """Store it; an assessor."""
    Forecast.objects.update_or_create(
        project=project,
        defaults=_records(project)
        | {"seconds": _seconds(project), "hourly": _hourly(project, now), "counted_at": now},
    )


def _records(project: Project) -> dict[str, Any]:
    """Records that stop where their project's do, and what the others are owed."""
    adapts, usual = bool(judges_of(project)), usual_overlap(project)
    stopped: Counter[int] = Counter()
    going_on: Counter[int] = Counter()
    owed = 0
    for own, overlap, answers, records in _execute(RECORDS, {"project": project.pk}):
        if own or not (adapts or overlap == usual):
            owed += max(overlap - answers, 0) * records
        elif answers >= overlap:
            stopped[answers] += records
        else:
            going_on[answers] += records
    return {"stopped": stopped, "open": going_on, "owed": owed}


def _seconds(project: Project) -> dict[int, list[float]]:
    taken: dict[int, list[float]] = defaultdict(list)
    latest = Response.objects.filter(project=project, counted=True).order_by("-pk")
    for who, opened, submitted in latest.values_list("annotator", "opened_at", "submitted_at")[:LATEST]:
        taken[who].append(round((submitted - opened).total_seconds(), 1))
    return taken


def _hourly(project: Project, now: datetime) -> list[int]:
    """From the first whole hour in which anybody answered, if that is not too long ago."""
    counts = dict(_execute(HOURLY, {"project": project.pk, "now": now, "hours": HOURS}))
    return [counts.get(ago, 0) for ago in range(max(counts, default=-1), -1, -1)]


def _execute(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
