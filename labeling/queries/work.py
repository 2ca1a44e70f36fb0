"""What annotators' points are made of: one pass over all counted answers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from itertools import groupby
from math import fsum
from operator import itemgetter
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from labeling.models import Assignment, Control, Exclusion, Response
from labeling.quality.points import Work, share_equal
from projects.models import Project, Question

# Answers that may be right in part are alike from here on.
ALIKE = 0.5
CHUNK = 5000

Given = tuple[int, Any]  # an annotator and a canonical answer


@dataclass
class Tally:
    """One annotator's work as it is added up."""

    days: Counter[Any] = field(default_factory=Counter)
    values: Counter[tuple[str, Any]] = field(default_factory=Counter)
    shares: list[float] = field(default_factory=list)
    elsewhere: list[float] = field(default_factory=list)
    controls: int = 0
    hits: int = 0

    def work(self) -> Work:
        return Work(
            days=[count for _, count in sorted(self.days.items())],
            agreement=fsum(self.shares),
            values=self.values,
            controls=self.controls,
            hits=self.hits,
            unlisted=len(self.elsewhere),
            elsewhere=fsum(self.elsewhere),
        )


def works(project: Project) -> dict[int, Work]:
    """By annotator. What was excluded is no work, and neither is what a wholly excluded person answered to controls."""
    tallies: defaultdict[int, Tally] = defaultdict(Tally)
    for annotator, day, count in _days(project):
        tallies[annotator].days[day] = count
    for question in Question.objects.filter(project=project):
        if question.type.level:
            _compare(question, tallies)
    for annotator, controls, hits in evidence(project).values_list("annotator", "controls", "hits"):
        tallies[annotator].controls, tallies[annotator].hits = controls, hits
    return {annotator: tallies[annotator].work() for annotator in sorted(tallies)}


def evidence(project: Project) -> QuerySet[Any]:
    """By annotator, how many `controls` in force they answered in the midst of work, and `hits`: how many rightly."""
    graded = Response.objects.filter(
        project=project,
        passed__isnull=False,
        exclusion=None,
        assignment__purpose=Assignment.Purpose.CONTROL,
        record__control__state__in=Control.IN_FORCE,
    )
    barred = Exclusion.objects.filter(
        project=project,
        annotator=OuterRef("annotator"),
        record=None,
        since=None,
        until=None,
        restored_at=None,
    )
    rows = graded.exclude(Exists(barred)).order_by().values("annotator")
    return rows.annotate(controls=Count("pk"), hits=Count("pk", filter=Q(passed=True)))


def accuracy_at_random(project: Project) -> float:
    """Of somebody who answers without looking, over the questions whose answers can be compared."""
    chances = []
    for question in Question.objects.filter(project=project):
        if question.type.level:
            domain = question.type.domain(question.options)
            chances.append(1 / len(domain) if domain else 0.0)
    # Where there is but one answer to give, everybody is right, and there is nothing to earn.
    return min(0.99, fsum(chances) / len(chances)) if chances else 0.0


def _days(project: Project) -> Iterable[tuple[int, Any, int]]:
    counted = Response.objects.filter(project=project, counted=True).order_by()
    days = counted.annotate(day=TruncDate("submitted_at", tzinfo=UTC))
    return days.values_list("annotator", "day").annotate(n=Count("pk"))


def _compare(question: Question, tallies: defaultdict[int, Tally]) -> None:
    listed = question.type.domain(question.options) is not None
    before: Sequence[Given] = ()
    for given in _records(question):
        if len(given) > 1:
            if listed:
                _add_listed(question, given, tallies)
            else:
                _add_unlisted(question, given, before, tallies)
        before = given or before


def _records(question: Question) -> Iterator[list[Given]]:
    """The counted answers, record by record; as a stream, for there may be millions."""
    counted = Response.objects.filter(project=question.project_id, counted=True).order_by("record", "pk")
    rows = counted.values_list("record", "annotator", f"values__{question.name}").iterator(chunk_size=CHUNK)
    for _, answers in groupby(rows, key=itemgetter(0)):
        yield [(annotator, answer) for _, annotator, answer in answers if answer is not None]


def _add_listed(question: Question, given: Sequence[Given], tallies: defaultdict[int, Tally]) -> None:
    units: list[Any] = [question.type.unit(question.options, answer) for _, answer in given]
    counts = Counter(units)
    for (annotator, _), unit in zip(given, units, strict=True):
        share = share_equal(unit, counts)
        assert share is not None  # there are others
        tallies[annotator].shares.append(share)
        tallies[annotator].values[question.name, unit] += 1


def _add_unlisted(
    question: Question, given: Sequence[Given], before: Sequence[Given], tallies: defaultdict[int, Tally]
) -> None:
    """`before`: the answers to another record, which say how alike answers are whatever the record."""
    for annotator, answer in given:
        tallies[annotator].shares.append(_alike(question, annotator, answer, given))
        tallies[annotator].elsewhere.append(_alike(question, annotator, answer, before))


def _alike(question: Question, annotator: int, answer: Any, given: Sequence[Given]) -> float:
    """The share of the others' answers among these that are like this one."""
    similarity, options = question.type.similarity, question.options
    alike = [similarity(options, answer, other) >= ALIKE for who, other in given if who != annotator]
    return sum(alike) / len(alike) if alike else 0.0
