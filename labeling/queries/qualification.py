"""What people who are to qualify may know of where they stand."""

from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from labeling.models import Stage, policy_of
from projects.models import Project

# A round's assignments share the moment of dealing. The round of what is open, else the last.
ROUND = """
    SELECT count(*) FILTER (WHERE a.state IN ('submitted', 'skipped', 'flagged')), count(*),
           count(*) FILTER (WHERE p.passed OR (p.id IS NOT NULL AND c.state = 'suspended')),
           row_number() OVER (ORDER BY a.dealt_at), bool_or(a.id = %(open)s) AS here
    FROM labeling_assignment a
    LEFT JOIN labeling_response p ON p.assignment_id = a.id
    LEFT JOIN labeling_control c ON c.record_id = a.record_id
    WHERE a.project_id = %(project)s AND a.annotator_id = %(annotator)s AND a.purpose = 'qualification'
    GROUP BY a.dealt_at ORDER BY here DESC NULLS LAST, a.dealt_at DESC LIMIT 1"""

TOLD = (Stage.QUALIFYING, Stage.REJECTED)


@dataclass(frozen=True)
class OwnQualification:
    """A round of qualification: `answered` (or passed over) of `controls`, `needed` right of these to qualify.

    `right`: how many are so far; None where the campaign gives no feedback.
    """

    answered: int
    controls: int
    needed: int
    right: int | None
    round: int
    rounds: int


def own_qualification(
    project: Project, *, user: User, stage: str | None, assignment: int | None
) -> OwnQualification | None:
    """Where the user stands who qualifies or did not; None for everybody else, and costs them no statement.

    `stage` is that of their queue. None too where `assignment`, the open one, is work: an organizer may assign some
    to anybody.
    """
    settings = policy_of(project).qualification
    if settings is None or stage not in TOLD:
        return None
    asked = {"project": project.pk, "annotator": user.pk, "open": assignment}
    with connection.cursor() as cursor:
        cursor.execute(ROUND, asked)
        found = cursor.fetchone()
    if found is None or found[-1] is False:
        return None
    answered, controls, right, number, _ = found
    told = right if settings.feedback else None
    return OwnQualification(answered, controls, settings.needed, told, number, settings.rounds)
