"""How a question's agreement moves: a reading now and then, in a bounded number."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q

from labeling.models import Progress, Reading
from projects.models import Question

EVERY = timedelta(minutes=10)
STEP = 0.05
"""The part of a project's records that is worth a reading before its time."""
MOST = 200


def note(question: Question, found: Mapping[str, Any], *, now: datetime) -> None:
    """Note the agreement `found` if it has changed since the last reading, and enough time or work has passed."""
    if question.type.level is None or not found["records"]:
        return
    last = Reading.objects.filter(question=question).order_by("-at").first()
    if last and not (_changed(last, found) and _worth(question, last, found, now)):
        return
    figures = {name: found[name] for name in ("alpha", "low", "high", "records")}
    Reading.objects.update_or_create(question=question, at=now, defaults=figures)
    _thin(question)


def _changed(last: Reading, found: Mapping[str, Any]) -> bool:
    now: tuple[Any, ...] = (found["alpha"], found["records"])
    return now != (last.alpha, last.records)


def _worth(question: Question, last: Reading, found: Mapping[str, Any], now: datetime) -> bool:
    if now - last.at >= EVERY:
        return True
    records = Progress.objects.filter(project=question.project_id).values_list("records", flat=True).first()
    moved: int = abs(found["records"] - last.records)
    return moved >= max(1, STEP * (records or 0))


def _thin(question: Question) -> None:
    """Above MOST, drop those that their neighbours in time are closest to; never the first or the last."""
    readings = list(Reading.objects.filter(question=question).order_by("at").values_list("pk", "at"))
    while len(readings) > MOST:
        gaps = zip(readings, islice(readings, 2, None), strict=False)
        place, _ = min(enumerate(gaps, start=1), key=lambda gap: gap[1][1][1] - gap[1][0][1])
        Reading.objects.filter(Q(pk=readings.pop(place)[0])).delete()
