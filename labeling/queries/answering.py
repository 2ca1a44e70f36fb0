"""How annotators answer, apart from what: how fast by the server's clock, and how varied."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from django.db import connection

from labeling.models import Response
from labeling.quality.patterns import Unit
from labeling.quality.suspicion import Timing
from projects.models import Field, Project, Question

LATEST = 200
"""So many of an annotator's latest answers are looked at for their variety."""
VALUES = 50
"""Questions with more different answers than this have no run of equal ones worth a look."""
READ = ("text", "chat")

# The median is over the counted answers to the record, from three on: fewer say little.
TIMINGS = """
    SELECT l.annotator_id, extract(epoch FROM l.submitted_at - l.opened_at)::float8, m.median, c.characters
    FROM (
        SELECT annotator_id, record_id, opened_at, submitted_at, id,
               row_number() OVER (PARTITION BY annotator_id ORDER BY submitted_at DESC, id DESC) AS place
        FROM labeling_response WHERE project_id = %(project)s
    ) l
    CROSS JOIN LATERAL (
        SELECT CASE WHEN count(*) > 2 THEN
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM submitted_at - opened_at))
        END AS median
        FROM labeling_response r WHERE r.record_id = l.record_id AND r.counted
    ) m
    LEFT JOIN LATERAL (
        SELECT sum(length(f.value)) AS characters
        FROM projects_content t, jsonb_each_text(t.fields) f
        WHERE t.record_id = l.record_id AND f.key = ANY (%(read)s)
    ) c ON TRUE
    WHERE l.place <= %(last)s ORDER BY l.annotator_id, l.submitted_at, l.id"""


def timings(project: Project, *, last: int) -> dict[int, list[Timing]]:
    """Of each annotator the last answers, in order of time.

    The characters to read are known where a record shows nothing but text.
    """
    kinds = dict(Field.objects.filter(project=project).values_list("name", "kind"))
    read = list(kinds) if all(kind in READ for kind in kinds.values()) else []
    found: dict[int, list[Timing]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(TIMINGS, {"project": project.pk, "last": last, "read": read})
        for annotator, seconds, median, characters in cursor.fetchall():
            found[annotator].append(Timing(seconds, median, characters))
    return found


def streaks(project: Project) -> Iterator[tuple[Mapping[Unit, float], dict[int, list[Unit]]]]:
    """Of each question whose answers can be compared: the share of each, and each annotator's latest in order."""
    for question in Question.objects.filter(project=project):
        counts: Counter[Unit] = Counter()
        given: dict[int, list[Unit]] = defaultdict(list)
        rows = Response.objects.filter(project=project).order_by("annotator", "submitted_at", "pk")
        answers = rows.values_list("annotator", f"values__{question.name}")
        for annotator, answer in answers.iterator(chunk_size=10_000):
            unit = None if answer is None else question.type.unit(question.options, answer)
            if unit is not None:
                counts[unit] += 1
                given[annotator].append(unit)
            if len(counts) > VALUES:
                break
        total = counts.total()
        if 1 < len(counts) <= VALUES:
            yield (
                {value: count / total for value, count in counts.items()},
                {annotator: values[-LATEST:] for annotator, values in given.items()},
            )
