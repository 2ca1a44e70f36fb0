"""How often others confirm a response: noted with it, so that standings are sums."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any

from django.db import connection

from labeling.models import Response
from labeling.quality.ranking import agrees
from projects.models import Question

# Of answers that may be right in part, and seldom are the same: how like the others' they must be on average.
ALIKE = 0.5

COMPARE = """
    UPDATE labeling_response r SET agreed = c.agreed, compared = c.compared
    FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS c (id, agreed, compared)
    WHERE r.id = c.id AND (r.agreed, r.compared) IS DISTINCT FROM (c.agreed::smallint, c.compared::smallint)"""


def confirm(questions: Sequence[Question], answered: Mapping[int, Sequence[Response]]) -> None:
    """Note with each response how many of its answers the other responses to its record confirm."""
    agreed: Counter[int] = Counter()
    compared: Counter[int] = Counter()
    for responses in answered.values():
        for question in (question for question in questions if question.type.level):
            for pk, verdict in verdicts(question, responses):
                agreed[pk] += verdict
                compared[pk] += 1
    ids = [response.pk for responses in answered.values() for response in responses]
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, [ids, [agreed[pk] for pk in ids], [compared[pk] for pk in ids]])


def verdicts(question: Question, responses: Sequence[Response]) -> Iterable[tuple[int, bool]]:
    """Whether the others confirm each answer; those that they can neither confirm nor contradict are left out.

    Where the possible answers are listed, the most frequent one among the others decides, and a tie does not; where
    they are not, how alike the answer is to the others'.
    """
    kind, options = question.type, question.options
    given = {r.pk: r.values[question.name] for r in responses if question.name in r.values}
    if kind.domain(options) is not None:
        units: dict[int, Any] = {pk: kind.unit(options, answer) for pk, answer in given.items()}
        counts = Counter(units.values())
        for pk, unit in units.items():
            verdict = agrees(unit, counts)
            if verdict is not None:
                yield pk, verdict
        return
    for pk, answer in given.items():
        alike = [kind.similarity(options, answer, other) for who, other in given.items() if who != pk]
        if alike:
            yield pk, fmean(alike) >= ALIKE
