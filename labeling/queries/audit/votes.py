"""The votes on each record: the counted answers to one question, as they stand in the responses."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Q

from labeling.models import Response
from projects.models import Question


class Vote(NamedTuple):
    """`unit` is the value by which answers are compared, None where they cannot be."""

    response: int
    annotator: int
    unit: Any
    answer: Any


Votes = dict[int, list[Vote]]
"""By record, in the order of submission."""


def votes_on(question: Question, *, graded: bool = False) -> Votes:
    """The counted ones, and those to controls if these are wanted too."""
    found: Votes = defaultdict(list)
    meant = Q(counted=True) | Q(passed__isnull=False) if graded else Q(counted=True)
    responses = Response.objects.filter(meant, project=question.project_id).order_by("pk")
    rows = responses.values_list("pk", "record", "annotator", "values")
    for pk, record, annotator, values in rows.iterator(chunk_size=5000):
        if question.name in values:
            answer = values[question.name]
            unit = question.type.unit(question.options, answer)
            found[record].append(Vote(pk, annotator, unit, answer))
    return found


def winner(units: Sequence[Any]) -> Any:
    """The one value that more people gave than any other; None where there is no such."""
    most = Counter(units).most_common(2)
    return most[0][0] if len(most) == 1 or (most and most[0][1] > most[1][1]) else None
