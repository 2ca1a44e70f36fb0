"""Under adaptive overlap agreement is computed on the first two answers of each record: when that begins, or ends."""

from collections.abc import Sequence

from django.db import connection

from labeling import events
from labeling.models import Event, Progress, policy_of
from labeling.quality.early import FEW
from projects.models import Project

# Only these have another pattern then.
TELL = """
    INSERT INTO labeling_event (kind, project_id, record_id)
    SELECT DISTINCT %(kind)s, q.project_id, c.record_id
    FROM labeling_consensus c JOIN projects_question q ON q.id = c.question_id
    WHERE q.project_id = %(project)s AND c.answers > %(few)s"""


def follow_mode(project: Project, caused: Sequence[Event]) -> None:
    """Where the policy's mode is no longer the one that the patterns were derived by, have them derived anew.

    What is derived meanwhile goes by the policy already, so whatever the order, all patterns end as it says. The
    caller holds the lock on the project's progress.
    """
    early = policy_of(project).overlap.mode == "adaptive"
    if not Progress.objects.filter(project=project).exclude(early=early).update(early=early):
        return
    with connection.cursor() as cursor:
        cursor.execute(TELL, {"kind": Event.Kind.JUDGED, "project": project.pk, "few": FEW})
    events.wake_on_commit()
