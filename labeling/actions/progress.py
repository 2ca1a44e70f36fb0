"""Refresh a project's progress: recounted from its records, assignments and responses.

Controls are no part of it: not the records that are withheld, nor what was counted of them before they were.
"""

from datetime import datetime, timedelta

from django.db import connection

from labeling.models import Progress
from projects.models import Project

ACTIVE_WITHIN = timedelta(minutes=5)

COUNTS = """
    SELECT r.records, r.wanted, a.live, a.skipped, a.flagged, p.counted - w.counted, p.surplus, q.active, c.complete
    FROM (SELECT count(*) AS records, COALESCE(sum(overlap), 0) AS wanted
          FROM projects_record WHERE project_id = %(project)s AND NOT retired AND NOT withheld) r,
         (SELECT count(*) FILTER (WHERE state IN ('queued', 'open') AND purpose = 'work') AS live,
                 count(*) FILTER (WHERE state = 'skipped') AS skipped,
                 count(*) FILTER (WHERE state = 'flagged') AS flagged
          FROM labeling_assignment WHERE project_id = %(project)s) a,
         (SELECT count(*) FILTER (WHERE counted) AS counted,
                 count(*) FILTER (WHERE NOT counted AND passed IS NULL AND exclusion_id IS NULL) AS surplus
          FROM labeling_response WHERE project_id = %(project)s) p,
         (SELECT count(*) AS counted FROM labeling_control c
          JOIN projects_record r ON r.id = c.record_id AND r.withheld
          JOIN labeling_response p ON p.record_id = c.record_id AND p.counted
          WHERE c.project_id = %(project)s) w,
         (SELECT count(*) AS active FROM labeling_queue
          WHERE project_id = %(project)s AND seen_at > %(active_since)s) q,
         (SELECT count(*) AS complete FROM projects_record r
          JOIN (SELECT record_id, count(*) AS n FROM labeling_response
                WHERE project_id = %(project)s AND counted GROUP BY record_id) n ON n.record_id = r.id
          WHERE n.n >= r.overlap AND NOT r.retired AND NOT r.withheld) c"""

FIELDS = ["records", "wanted", "live", "skipped", "flagged", "counted", "surplus", "active", "complete"]


def refresh(project: Project, *, now: datetime) -> None:
    Progress.objects.filter(project=project).update(**counts(project, now=now), updated_at=now)


def counts(project: Project, *, now: datetime) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"project": project.pk, "active_since": now - ACTIVE_WITHIN})
        return dict(zip(FIELDS, cursor.fetchone(), strict=True))
