"""What an annotator may know of where they and the campaign stand.

Their own numbers are live, and count an answer to a control as any other. Rank, points and the campaign's progress are
those of the last batch (labeling.actions.ranking).
"""

from typing import Any

from django.db import connection

from accounts.models import User
from labeling.models import policy_of
from projects.models import Project

OWN = ("counted", "surplus", "skipped", "flagged", "median_seconds")

# Plain SQL: it goes with every answer that a desk gets, and composing it would cost more than running it.
STANDING = """
    SELECT COALESCE(s.answers, 0), COALESCE(s.surplus, 0), COALESCE(s.skipped, 0), COALESCE(s.flagged, 0),
           s.median_seconds, s.rank, COALESCE(s.points, 0),
           COALESCE(p.records, 0), COALESCE(LEAST(p.shown_complete, p.records), 0), q.stage
    FROM (VALUES (%s::bigint, %s::bigint)) AS own (project, annotator)
    LEFT JOIN labeling_progress p ON p.project_id = own.project
    LEFT JOIN labeling_standing s ON s.project_id = own.project AND s.annotator_id = own.annotator
    LEFT JOIN labeling_queue q ON q.project_id = own.project AND q.annotator_id = own.annotator"""


def own_standing(project: Project, *, user: User) -> dict[str, Any]:
    """One statement, where the project came with its policy; rank and points as far as that shows them, or None."""
    standing, _ = own_place(project, user=user)
    return standing


def own_place(project: Project, *, user: User) -> tuple[dict[str, Any], str | None]:
    """The same with the stage of the user's queue, None where there is none yet; in the same statement."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [project.pk, user.pk])
        *own, rank, points, records, complete, stage = cursor.fetchone()
    shown = policy_of(project).standings.shown
    standing = dict(zip(OWN, own, strict=True)) | {
        "rank": rank if shown != "own" else None,
        "points": round(points) if shown == "points" else None,
        "campaign": {"records": records, "complete": complete},
    }
    return standing, stage
