"""Refresh the counts of a project's standings: one row for each annotator who has done something.

Points and ranks are another matter: labeling.actions.ranking.
"""

from django.db import connection

from labeling.models import Standing
from projects.models import Project

# Graded are the controls that count as evidence; `answers` has them all: whoever is told that number must not be able
# to tell by it which they were, nor when one of them was suspended.
COUNTS = """
    SELECT COALESCE(r.annotator_id, a.annotator_id),
           COALESCE(counted, 0), COALESCE(surplus, 0), COALESCE(skipped, 0), COALESCE(flagged, 0),
           COALESCE(answers, 0), COALESCE(agreed, 0), COALESCE(compared, 0), COALESCE(graded, 0),
           COALESCE(passed, 0), COALESCE(excluded, 0), median_seconds, last_at
    FROM (
        SELECT p.annotator_id, count(*) FILTER (WHERE counted) AS counted,
               count(*) FILTER (WHERE NOT counted AND p.passed IS NULL AND exclusion_id IS NULL) AS surplus,
               count(*) FILTER (WHERE counted OR p.passed IS NOT NULL OR exclusion_id IS NOT NULL) AS answers,
               sum(agreed) FILTER (WHERE counted) AS agreed, sum(compared) FILTER (WHERE counted) AS compared,
               count(g.passed) AS graded, count(*) FILTER (WHERE g.passed) AS passed,
               count(exclusion_id) AS excluded,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM submitted_at - p.opened_at)) AS median_seconds,
               max(submitted_at) AS last_at
        FROM labeling_response p
        LEFT JOIN (
            SELECT p.id, p.passed FROM labeling_response p
            JOIN labeling_assignment a ON a.id = p.assignment_id AND a.purpose = 'control'
            JOIN labeling_control c ON c.record_id = p.record_id AND c.state IN ('active', 'retired')
            WHERE p.project_id = %(project)s AND p.passed IS NOT NULL AND p.exclusion_id IS NULL
        ) g ON g.id = p.id
        WHERE p.project_id = %(project)s GROUP BY p.annotator_id
    ) r FULL JOIN (
        SELECT annotator_id, count(*) FILTER (WHERE state = 'skipped') AS skipped,
               count(*) FILTER (WHERE state = 'flagged') AS flagged
        FROM labeling_assignment WHERE project_id = %(project)s AND state IN ('skipped', 'flagged') GROUP BY annotator_id
    ) a ON a.annotator_id = r.annotator_id"""

FIELDS = [
    "counted", "surplus", "skipped", "flagged", "answers", "agreed", "compared", "graded", "passed", "excluded",
    "median_seconds", "last_at",
]  # fmt: skip


def refresh(project: Project) -> None:
    """Recount all standings of the project; those with nothing left to show disappear."""
    rows = counts(project)
    Standing.objects.filter(project=project).exclude(
        annotator__in=[row.annotator_id for row in rows]
    ).delete()
    Standing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["project", "annotator"], update_fields=FIELDS
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
