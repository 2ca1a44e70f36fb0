"""What an annotator may know of where they and the campaign stand."""

from typing import Any

from django.db import connection

from accounts.models import User
from projects.models import Project

OWN = ("counted", "surplus", "skipped", "flagged", "rank", "median_seconds")
CAMPAIGN = ("records", "complete", "wanted")

# Plain SQL: it goes with every answer that a desk gets, and composing it would cost more than running it.
STANDING = """
    SELECT COALESCE(s.counted, 0), COALESCE(s.surplus, 0), COALESCE(s.skipped, 0), COALESCE(s.flagged, 0),
           s.rank, s.median_seconds,
           COALESCE(p.records, 0), COALESCE(p.complete, 0), COALESCE(p.wanted, 0), q.stage
    FROM (VALUES (%s::bigint, %s::bigint)) AS own (project, annotator)
    LEFT JOIN labeling_progress p ON p.project_id = own.project
    LEFT JOIN labeling_standing s ON s.project_id = own.project AND s.annotator_id = own.annotator
    LEFT JOIN labeling_queue q ON q.project_id = own.project AND q.annotator_id = own.annotator"""


def own_standing(project: Project, *, user: User) -> dict[str, Any]:
    """The user's row of the leaderboard with the campaign's progress; one statement, from derived rows."""
    standing, _ = own_place(project, user=user)
    return standing


def own_place(project: Project, *, user: User) -> tuple[dict[str, Any], str | None]:
    """The same with the stage of the user's queue, None where there is none yet; in the same statement."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [project.pk, user.pk])
        *row, stage = cursor.fetchone()
    own, campaign = row[: len(OWN)], row[len(OWN) :]
    standing = dict(zip(OWN, own, strict=True)) | {"campaign": dict(zip(CAMPAIGN, campaign, strict=True))}
    return standing, stage
