"""What an exclusion would change, before it is made: the same rules, and nothing is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from labeling.actions.agreement import alpha_of, patterns_of
from labeling.actions.consensus import derive, juries
from labeling.actions.exclusion.effect import Effect, effect
from labeling.actions.exclusion.scope import Scope
from labeling.models import Adjudication, Assignment, Consensus, Response
from labeling.quality.tally import Tally
from projects.models import Project, Question, Record

BATCH = 1000
SHOWN = 50


@dataclass(frozen=True)
class Flip:
    """A record's consensus that would become another one, or none."""

    record: int
    external_id: str | None
    question: str
    before: Any
    after: Any


@dataclass
class Preview:
    """`reopened`: records that would want answers again; `others`: people who answered the same records.

    `flips` has the first of all (`flipped`) whose consensus changes; `alpha` by question, before and after. `revoked`
    assignments would be taken from somebody who is barred. `control`: what suspending it would do instead, where the
    record is one.
    """

    answers: int = 0
    records: int = 0
    reopened: int = 0
    people: int = 0
    others: int = 0
    flipped: int = 0
    flips: list[Flip] = field(default_factory=list)
    alpha: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)
    revoked: int = 0
    control: Effect | None = None

    @property
    def figures(self) -> dict[str, Any]:
        """What is kept with an exclusion, without the examples."""
        return {name: value for name, value in asdict(self).items() if name not in ("flips", "control")}


def preview(project: Project, scope: Scope) -> Preview:
    """Costs as much as deriving the consensus of the records in the scope again."""
    covered = scope.counted(project)
    records = sorted(set(covered.values_list("record", flat=True)))
    found = Preview(
        answers=covered.count(),
        records=len(records),
        people=covered.values("annotator").distinct().count(),
        revoked=_revoked(project, scope),
        control=effect(scope.record) if scope.record else None,
    )
    tallies: dict[int, Tally] = {}
    others: set[int] = set()
    for batch in _batches(records):
        _look(project, scope, batch, found, tallies, others)
    found.others = len(others)
    for question in Question.objects.filter(project=project, pk__in=tallies):
        before = patterns_of(question)
        found.alpha[question.name] = (alpha_of(question, before), alpha_of(question, tallies[question.pk]))
    return found


def _look(
    project: Project,
    scope: Scope,
    records: Sequence[int],
    found: Preview,
    tallies: dict[int, Tally],
    others: set[int],
) -> None:
    gone = set(scope.counted(project).filter(record__in=records).values_list("pk", flat=True))
    rest: dict[int, list[Response]] = defaultdict(list)
    freed: dict[int, int] = defaultdict(int)
    for response in Response.objects.filter(record__in=records, counted=True).order_by("pk"):
        if response.pk in gone:
            freed[response.record_id] += 1
        else:
            rest[response.record_id].append(response)
            others.add(response.annotator_id)
    rows = Record.objects.in_bulk(records)
    found.reopened += sum(_reopens(rows[record], number) for record, number in freed.items())
    stored = Consensus.objects.filter(record__in=records).select_related("pattern")
    before = {(row.record_id, row.question_id): row for row in stored}
    decided = {
        (one.record_id, one.question_id): one for one in Adjudication.objects.filter(record__in=records)
    }
    for jury in juries(project, annotators=others):
        question = jury.question
        if question.type.level:
            tallies.setdefault(question.pk, _tally(question))
        for record in records:
            after = derive(jury, record, rest[record], decided.get((record, question.pk)))
            row = before.get((record, question.pk))
            if row and row.value != after.consensus.value:
                found.flipped += 1
                if len(found.flips) < SHOWN:
                    name = rows[record].external_id
                    found.flips.append(Flip(record, name, question.name, row.value, after.consensus.value))
            if question.type.level and row and row.pattern:
                shown = tuple((value, count) for value, count in row.pattern.counts)
                tallies[question.pk].move(shown, after.pattern)


def _revoked(project: Project, scope: Scope) -> int:
    mine = Assignment.objects.filter(project=project, annotator=scope.annotator, state__in=Assignment.LIVE)
    return mine.count() if scope.whole else 0


def _reopens(record: Record, freed: int) -> bool:
    return not (record.retired or record.withheld) and freed > record.excess


def _tally(question: Question) -> Tally:
    tally = Tally()
    for shown, records in patterns_of(question).items():
        tally.add(shown, records)
    return tally


def _batches(records: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        yield batch
