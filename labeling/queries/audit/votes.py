"""The votes on each record: the counted answers to one question, as the values by which they are compared."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from labeling.models import Response
from projects.models import Question

Votes = dict[int, list[tuple[int, Any]]]
"""By record, pairs of annotator and value: None where the answers to the question cannot be compared."""


def votes_on(question: Question) -> Votes:
    found: Votes = defaultdict(list)
    counted = Response.objects.filter(project=question.project_id, counted=True)
    rows = counted.values_list("record", "annotator", "values")
    for record, annotator, values in rows.iterator(chunk_size=5000):
        if question.name in values:
            unit = question.type.unit(question.options, values[question.name])
            found[record].append((annotator, unit))
    return found


def winner(units: Sequence[Any]) -> Any:
    """The one value that more people gave than any other; None where there is no such."""
    most = Counter(units).most_common(2)
    return most[0][0] if len(most) == 1 or (most and most[0][1] > most[1][1]) else None
