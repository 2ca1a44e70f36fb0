"""Loading controls: rows name records or bring new ones, and say what is right."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any, Final

from django.db import transaction

from accounts.models import User
from labeling.actions.assignment import slots
from labeling.actions.control.accepted import clean_accepted, clean_explanation, clean_tolerance
from labeling.actions.control.edit import rejudge
from labeling.actions.control.mark import withhold
from labeling.actions.control.regrade import locked, questions_of
from labeling.actions.control.rows import Draft, drafts
from labeling.errors import BadControls, InvalidControl, TooManyControls
from labeling.models import Control
from projects.actions.record import import_records
from projects.actions.staging import Problem
from projects.changes import lock_many, wait_for_turn
from projects.models import Project, Question, Record
from projects.sources import BadRow, Row
from projects.sources.base import MAX_NAME
from projects.storable import text_fault

LIMIT: Final = 20_000
SHOWN: Final = 500
BATCH: Final = 1000
WHAT: Final = ("accepted", "tolerance", "explanation")

Named = Mapping[str | int, Record]


@dataclass
class Outcome:
    """What became of the rows; `problems` are those of the first bad ones."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, number: int, column: str | None, reason: str) -> None:
        if column is not None:
            column = None if text_fault(column) else column[:MAX_NAME]
        self.bad += 1
        self.problems.append({"row": number, "column": column, "reason": reason})


@dataclass(frozen=True, slots=True)
class _Found:
    """A good row: what is right, and the row to import where it brings a record."""

    draft: Draft
    values: dict[str, Any]


@transaction.atomic
def load(
    project: Project,
    rows: Iterable[Row | BadRow],
    *,
    by: User,
    cells: bool = False,
    skip_bad_rows: bool = False,
) -> Outcome:
    """Make controls of rows, which `labeling.actions.control.rows` describes; `cells` says that they come from CSV.

    New records come in by the same import as others. A control that is loaded again is what the row says now; it
    stays suspended or retired if it was, and people are judged anew where its answers are others. What marking an
    existing record does is told by `mark`. Raises BadControls, and loads nothing, unless bad rows are to be skipped;
    TooManyControls.
    """
    wait_for_turn(project.pk)
    questions = questions_of(project)
    outcome = Outcome()
    read = list(islice(_drafts(project, rows, questions, cells, outcome), LIMIT + 1))
    if len(read) > LIMIT:
        raise TooManyControls(limit=LIMIT)
    known = _named(project, [draft.record for draft in read if draft.record is not None])
    # All at once and before the import locks some of them: in the order that everybody locks them in.
    lock_many(lambda: _lock(known.values()))
    found = list(_checked(read, questions, known, outcome))
    found = _import(project, found, outcome, cells=cells)
    if outcome.bad and not skip_bad_rows:
        problems = sorted(outcome.problems, key=itemgetter("row"))[:SHOWN]
        raise BadControls(bad=outcome.bad, rows=outcome.bad + len(found), problems=problems)
    _store(project, found, questions, by, outcome)
    outcome.problems = sorted(outcome.problems, key=itemgetter("row"))[:SHOWN]
    return outcome


def _drafts(
    project: Project,
    rows: Iterable[Row | BadRow],
    questions: Mapping[str, Question],
    cells: bool,
    outcome: Outcome,
) -> Iterator[Draft]:
    for draft in drafts(rows, fields=list(project.fields.all()), questions=questions, cells=cells):
        if isinstance(draft, Draft):
            yield draft
        else:
            reason = f"{draft.reason} Nothing after this row was read." if draft.fatal else draft.reason
            outcome.refuse(draft.number, draft.column, reason)


def _named(project: Project, names: list[str | int]) -> dict[str | int, Record]:
    """Records of this project by external id (text) or number, whichever the rows use; with what they show."""
    mine = Record.objects.filter(project=project).select_related("content")
    found: dict[str | int, Record] = {}
    for start in range(0, len(names), BATCH):
        some = names[start : start + BATCH]
        ids = [name for name in some if isinstance(name, str)]
        numbers = [name for name in some if isinstance(name, int)]
        found |= {str(record.external_id): record for record in mine.filter(external_id__in=ids)}
        found |= {record.pk: record for record in mine.filter(pk__in=numbers)}
    return found


def _lock(records: Iterable[Record]) -> None:
    slots.lock(record.pk for record in records)


def _checked(
    read: Iterable[Draft], questions: Mapping[str, Question], known: Named, outcome: Outcome
) -> Iterator[_Found]:
    """The rows that can become controls; each record once."""
    first: dict[str | int, int] = {}
    for draft in read:
        record = None if draft.record is None else known.get(draft.record)
        key = record.pk if record else draft.record
        column = "record_id" if isinstance(draft.record, int) else "external_id"
        if why := _unnamed(draft, record):
            outcome.refuse(draft.number, column, why)
            continue
        try:
            values = _cleaned(draft, questions, record)
        except InvalidControl as error:
            outcome.refuse(draft.number, *next(iter(error.context["problems"].items())))
            continue
        if key is not None and first.setdefault(key, draft.number) != draft.number:
            outcome.refuse(draft.number, column, f"Repeats the record of row {first[key]}.")
        else:
            yield _Found(draft, values)


def _unnamed(draft: Draft, record: Record | None) -> str | None:
    """Why no record can be told from the row."""
    if record is None and draft.candidate is None:
        if draft.record is None:
            return "Name a record by its external id, or give the fields of a new one."
        return "There is no such record in this project, and the row has no fields for a new one."
    return f"{record} is retired: restore it first." if record and record.retired else None


def _cleaned(draft: Draft, questions: Mapping[str, Question], record: Record | None) -> dict[str, Any]:
    shown = draft.candidate.fields if draft.candidate else record.content.fields if record else {}
    accepted = clean_accepted(questions, draft.answers, shown)
    return {
        "accepted": accepted,
        "tolerance": clean_tolerance(questions, draft.tolerance, accepted),
        "explanation": clean_explanation(draft.explanation),
    }


def _import(project: Project, found: list[_Found], outcome: Outcome, *, cells: bool) -> list[_Found]:
    """Bring in the records of rows that show something; the rows whose records may not change are bad."""
    rows = [one.draft.row for one in found if one.draft.row]
    if not rows:
        return found
    imported = import_records(project, rows, cells=cells, skip_bad_rows=True)
    for problem in imported.problems:
        outcome.refuse(problem["row"], problem["column"], problem["reason"])
    refused = {problem["row"] for problem in imported.problems}
    if imported.bad > len(refused):
        # More than are told apart: nothing can be loaded beside them.
        raise BadControls(bad=outcome.bad, rows=len(found), problems=outcome.problems[:SHOWN])
    return [one for one in found if one.draft.number not in refused]


def _store(
    project: Project, found: list[_Found], questions: Mapping[str, Question], by: User, outcome: Outcome
) -> None:
    known = _named(project, [one.draft.record for one in found if one.draft.record is not None])
    # What has no name was imported just now, in the order of its rows, and nobody else imports meanwhile.
    nameless = [one for one in found if one.draft.record is None]
    newest = Record.objects.filter(project=project, external_id=None).order_by("-pk")[: len(nameless)]
    ids = [known[one.draft.record].pk for one in found if one.draft.record is not None]
    placed = dict(zip((one.draft.number for one in nameless), reversed([r.pk for r in newest]), strict=True))
    before = {control.pk: control for control in locked(project, records=ids)}
    fresh = []
    for one in found:
        pk = placed[one.draft.number] if one.draft.record is None else known[one.draft.record].pk
        if pk in before:
            _update(before[pk], one.values, questions, outcome)
        else:
            fresh.append(Control(record_id=pk, project=project, created_by=by, **one.values))
    Control.objects.bulk_create(fresh, batch_size=BATCH)
    outcome.created += len(fresh)
    approved = [control.pk for control in before.values() if control.state == Control.State.ACTIVE]
    withhold(project, [control.pk for control in fresh] + approved)


def _update(
    control: Control, values: dict[str, Any], questions: Mapping[str, Question], outcome: Outcome
) -> None:
    """An organizer who loads a proposed control has approved it."""
    was = {name: getattr(control, name) for name in WHAT}
    proposed = control.state == Control.State.PROPOSED
    if was == values and not proposed:
        outcome.unchanged += 1
        return
    for name, value in values.items():
        setattr(control, name, value)
    if proposed:
        control.state = Control.State.ACTIVE
    if (was["accepted"], was["tolerance"]) != (control.accepted, control.tolerance):
        rejudge(control, questions)
    control.save(update_fields=[*WHAT, "state", "reason", "updated_at"])
    outcome.updated += 1
