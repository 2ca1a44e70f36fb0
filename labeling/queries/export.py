"""Responses and consensus as rows for a file, streamed: constant memory, whatever the size."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from labeling.models import Consensus, Response
from projects.models import Project, Question, Record

CHUNK = 2000
Row = dict[str, Any]
PARTS = ("share", "answers", "tied", "method", "posterior")

# A spreadsheet takes what begins so for a formula, and a formula can send the sheet's contents away.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Which:
    """The responses that are wanted besides the counted ones, each of one sort: late ones, those that an exclusion took
    the count from, and answers to controls.
    """

    surplus: bool = False
    excluded: bool = False
    controls: bool = False

    @property
    def matches(self) -> Q:
        found = Q(counted=True)
        if self.surplus:
            found |= Q(counted=False, passed__isnull=True, exclusion__isnull=True)
        if self.excluded:
            found |= Q(exclusion__isnull=False)
        if self.controls:
            found |= Q(passed__isnull=False, exclusion__isnull=True)
        return found

    @property
    def columns(self) -> list[str]:
        """The columns that only these have."""
        return [*(["passed"] if self.controls else []), *(["excluded"] if self.excluded else [])]


COUNTED = Which()


def responses(project: Project, *, which: Which = COUNTED) -> Iterator[Row]:
    """One row per response, oldest first; uncounted ones only on request."""
    found = Response.objects.filter(which.matches, project=project)
    found = found.select_related("annotator", "record").order_by("pk")
    for response in found.iterator(chunk_size=CHUNK):
        row = {
            "response": response.pk,
            "record": response.record_id,
            "external_id": response.record.external_id,
            "annotator": response.annotator.username,
            "values": response.values,
            "counted": response.counted,
            "opened_at": response.opened_at.isoformat(),
            "submitted_at": response.submitted_at.isoformat(),
            "seconds": round((response.submitted_at - response.opened_at).total_seconds(), 3),
        }
        more = {"passed": response.passed, "excluded": response.exclusion_id is not None}
        yield row | {name: more[name] for name in which.columns}


def consensus(project: Project) -> Iterator[Row]:
    """One row per record that has counted answers or was adjudicated, with the consensus of each question.

    A withheld record is there only for the answers that were counted before it was.
    """
    names = dict(Question.objects.filter(project=project).values_list("pk", "name"))
    # Not a join made DISTINCT: that would sort the whole of the records' contents before the first row.
    rows = Consensus.objects.filter(record=OuterRef("pk"))
    decided = Exists(rows.filter(method=Consensus.Method.ADJUDICATED))
    found = Record.objects.filter(Exists(rows.filter(answers__gt=0)) | (Q(withheld=False) & decided))
    found = found.filter(project=project).order_by("pk")
    found = found.select_related("content").prefetch_related("consensus")
    for record in found.iterator(chunk_size=CHUNK):
        questions = {names[row.question_id]: _agreed(row) for row in record.consensus.all()}
        yield {
            "record": record.pk,
            "external_id": record.external_id,
            "fields": record.content.fields,
            "metadata": record.content.metadata,
            "consensus": {name: questions[name] for name in names.values() if name in questions},
        }


def _agreed(row: Consensus) -> Row:
    return {
        "value": row.value,
        "tied": row.tied,
        "share": row.share,
        "answers": row.answers,
        "method": row.method,
        "posterior": row.posterior,
        "error": row.error,
        "similarity": row.similarity,
        "adjudicated": row.adjudicated,
        "basis": row.basis,
    }


def as_jsonl(rows: Iterable[Row]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def responses_as_csv(project: Project, rows: Iterable[Row], *, which: Which = COUNTED) -> Iterator[bytes]:
    """The answers in columns of their own, as each kind of question gives them."""
    questions = list(Question.objects.filter(project=project))

    def flat(row: Row) -> Row:
        values = row.pop("values")
        for question in questions:
            row |= question.type.columns(question.name, question.options, values.get(question.name))
        return row

    fixed = [
        "response",
        "record",
        "external_id",
        "annotator",
        "counted",
        *which.columns,
        "opened_at",
        "submitted_at",
        "seconds",
    ]
    return _as_csv(rows, flat, [*fixed, *_columns(questions)])


def consensus_as_csv(project: Project, rows: Iterable[Row]) -> Iterator[bytes]:
    """Each question's answer with what it rests on; an undecided one is empty, and named tied."""
    questions = list(Question.objects.filter(project=project))

    def flat(row: Row) -> Row:
        cells: Row = {"record": row["record"], "external_id": row["external_id"]}
        for question in questions:
            found = row["consensus"].get(question.name, {})
            cells |= question.type.columns(question.name, question.options, found.get("value"))
            cells |= {
                f"{question.name}.share": found.get("share"),
                f"{question.name}.answers": found.get("answers", 0),
                f"{question.name}.tied": bool(found.get("tied")),
                f"{question.name}.method": found.get("method"),
                f"{question.name}.posterior": found.get("posterior"),
            }
        return cells

    columns = ["record", "external_id"]
    for question in questions:
        columns += [
            *_columns([question]),
            *(f"{question.name}.{part}" for part in PARTS),
        ]
    return _as_csv(rows, flat, columns)


def _columns(questions: Iterable[Question]) -> list[str]:
    return [name for q in questions for name in q.type.columns(q.name, q.options, None)]


class _Echo:
    def write(self, line: str) -> bytes:
        return line.encode()


def _as_csv(rows: Iterable[Row], flat: Callable[[Row], Row], columns: list[str]) -> Iterator[bytes]:
    writer = csv.DictWriter(_Echo(), columns)
    yield writer.writeheader()
    for row in rows:
        yield writer.writerow({name: _cell(cell) for name, cell in flat(row).items()})


def _cell(cell: Any) -> Any:
    """As JSON writes true and false; and no formula."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
