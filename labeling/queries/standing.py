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
           s.rank, s.median_seconds, p.records, p.complete, p.wanted
    FROM labeling_progress p
    LEFT JOIN labeling_standing s ON s.project_id = p.project_id AND s.annotator_id = %s
    WHERE p.project_id = %s"""

NONE_YET = (0, 0, 0, 0, None, None, 0, 0, 0)


def own_standing(project: Project, *, user: User) -> dict[str, Any]:
    """The user's row of the leaderboard with the campaign's progress; one statement, from derived rows."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [user.pk, project.pk])
        row = cursor.fetchone() or NONE_YET
    own, campaign = row[: len(OWN)], row[len(OWN) :]
    return dict(zip(OWN, own, strict=True)) | {"campaign": dict(zip(CAMPAIGN, campaign, strict=True))}
