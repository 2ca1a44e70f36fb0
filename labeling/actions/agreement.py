"""Refresh a project's agreement from the patterns of its questions."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from labeling.models import Agreement, Pattern
from labeling.quality.agreement import alpha, interval, percent_agreement
from labeling.quality.expanded import expanded
from labeling.quality.patterns import Pattern as Counts
from projects.models import Project, Question

SEED = 0


def refresh(project: Project) -> None:
    """Costs O(distinct patterns). The interval is a seeded bootstrap: the same answers give the same bounds."""
    for question in Question.objects.filter(project=project):
        Agreement.objects.update_or_create(question=question, defaults=measure(question))


def patterns_of(question: Question) -> dict[Counts, int]:
    rows = Pattern.objects.filter(question=question, records__gt=0).values_list("counts", "records")
    return {tuple((value, count) for value, count in counts): records for counts, records in rows}


def alpha_of(question: Question, patterns: Mapping[Counts, int]) -> float | None:
    """Alpha of answers that show these patterns; None where it is undefined."""
    level = question.type.level_of(question.options)
    if level is None:
        return None
    judged = expanded(patterns, partial(question.type.expand, question.options))
    return alpha(judged, level, question.type.domain(question.options)).value


def measure(question: Question) -> dict[str, object]:
    """The fields of an Agreement."""
    level = question.type.level_of(question.options)
    if level is None:
        return {"alpha": None, "reason": question.type.no_agreement or ""}
    judged = expanded(patterns_of(question), partial(question.type.expand, question.options))
    domain = question.type.domain(question.options)
    found = alpha(judged, level, domain)
    bounds = interval(judged, level, np.random.default_rng(SEED), domain=domain)
    low, high = bounds or (None, None)
    return {
        "alpha": found.value,
        "low": low,
        "high": high,
        "percent": percent_agreement(judged),
        "reason": found.reason or "",
        "records": found.records,
        "answers": found.answers,
    }
