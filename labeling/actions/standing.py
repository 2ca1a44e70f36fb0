"""Refresh a project's standings: one row for each annotator who has done something, ranked."""

from django.db import connection

from labeling.models import Standing
from labeling.quality.ranking import standing
from projects.models import Project

# Below this many comparisons nobody is ranked: a lucky start is not a record.
RANKED_FROM = 20

COUNTS = """
    SELECT COALESCE(r.annotator_id, a.annotator_id),
           COALESCE(counted, 0), COALESCE(surplus, 0), COALESCE(skipped, 0), COALESCE(flagged, 0),
           COALESCE(agreed, 0), COALESCE(compared, 0), median_seconds, last_at
    FROM (
        SELECT annotator_id, count(*) FILTER (WHERE counted) AS counted, count(*) FILTER (WHERE NOT counted) AS surplus,
               sum(agreed) FILTER (WHERE counted) AS agreed, sum(compared) FILTER (WHERE counted) AS compared,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM submitted_at - opened_at)) AS median_seconds,
               max(submitted_at) AS last_at
        FROM labeling_response WHERE project_id = %(project)s GROUP BY annotator_id
    ) r FULL JOIN (
        SELECT annotator_id, count(*) FILTER (WHERE state = 'skipped') AS skipped,
               count(*) FILTER (WHERE state = 'flagged') AS flagged
        FROM labeling_assignment WHERE project_id = %(project)s AND state IN ('skipped', 'flagged') GROUP BY annotator_id
    ) a ON a.annotator_id = r.annotator_id"""

FIELDS = ["counted", "surplus", "skipped", "flagged", "agreed", "compared", "median_seconds", "last_at"]


def refresh(project: Project) -> None:
    """Recount all standings of the project; those with nothing left to show disappear."""
    rows = counts(project)
    ranked = rank(rows)
    Standing.objects.filter(project=project).exclude(
        annotator__in=[row.annotator_id for row in rows]
    ).delete()
    Standing.objects.bulk_create(
        ranked,
        update_conflicts=True,
        unique_fields=["project", "annotator"],
        update_fields=[*FIELDS, "score", "rank"],
    )


def counts(project: Project) -> list[Standing]:
    """Unsaved standings, unranked, counted from assignments and responses."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"project": project.pk})
        rows = cursor.fetchall()
    return [
        Standing(project=project, annotator_id=annotator, **dict(zip(FIELDS, values, strict=True)))
        for annotator, *values in rows
    ]


def rank(standings: list[Standing]) -> list[Standing]:
    """Give score and rank; equal scores share a rank, and volume does not help."""
    for row in standings:
        row.score = standing(row.agreed, row.compared) if row.compared >= RANKED_FROM else None
    scores = sorted((row.score for row in standings if row.score is not None), reverse=True)
    ranks = {score: place for place, score in reversed(list(enumerate(scores, start=1)))}
    for row in standings:
        row.rank = None if row.score is None else ranks[row.score]
    return standings
