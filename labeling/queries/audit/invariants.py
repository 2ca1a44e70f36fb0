"""What must hold between records, assignments and responses."""

from collections.abc import Iterator

from django.db import connection

from labeling.queries.audit.difference import Difference
from projects.models import Project

# Each statement lists the offenders: a number, and what it should be and is.
INVARIANTS = {
    "overlap exceeded": """
        SELECT r.id, r.overlap, count(*) FROM projects_record r JOIN labeling_response p ON p.record_id = r.id
        WHERE r.project_id = %s AND p.counted GROUP BY r.id HAVING count(*) > r.overlap + r.excess""",
    "answered twice by one person": """
        SELECT record_id, 1, count(*) FROM labeling_response
        WHERE project_id = %s GROUP BY record_id, annotator_id HAVING count(*) > 1""",
    "open slots": """
        SELECT r.id, r.overlap - r.open_slots + r.excess, held.n
        FROM projects_record r CROSS JOIN LATERAL (
            SELECT (SELECT count(*) FROM labeling_assignment a
                    WHERE a.record_id = r.id AND a.state IN ('queued', 'open') AND a.purpose = 'work')
                 + (SELECT count(*) FROM labeling_response p WHERE p.record_id = r.id AND p.counted) AS n) held
        WHERE r.project_id = %s AND held.n <> r.overlap - r.open_slots + r.excess""",
    "submitted without a response, or a response without being submitted": """
        SELECT a.record_id, count(p.id), 1 FROM labeling_assignment a LEFT JOIN labeling_response p ON p.assignment_id = a.id
        WHERE a.project_id = %s AND (a.state = 'submitted') <> (p.id IS NOT NULL) GROUP BY a.id""",
    "response of another person or record than its assignment": """
        SELECT a.record_id, a.annotator_id, p.annotator_id FROM labeling_assignment a
        JOIN labeling_response p ON p.assignment_id = a.id
        WHERE a.project_id = %s AND (a.record_id, a.annotator_id, a.project_id)
              IS DISTINCT FROM (p.record_id, p.annotator_id, p.project_id)""",
}


def invariants(project: Project) -> Iterator[Difference]:
    """Slots, overlap, and that responses and assignments belong together."""
    for what, statement in INVARIANTS.items():
        with connection.cursor() as cursor:
            cursor.execute(statement, [project.pk])
            for record, stored, counted in cursor.fetchall():
                yield Difference(what, f"record {record}", stored, counted)
