"""Responses and consensus as rows for a file, streamed: constant memory, whatever the size."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from labeling.models import Consensus, Response
from projects.models import Project, Question, Record

CHUNK = 2000
Row = dict[str, Any]

# A spreadsheet takes what begins so for a formula, and a formula can send the sheet's contents away.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def responses(project: Project, *, surplus: bool = False) -> Iterator[Row]:
    """One row per response, oldest first; surplus ones only on request."""
    found = Response.objects.filter(project=project).select_related("annotator", "record").order_by("pk")
    if not surplus:
        found = found.filter(counted=True)
    for response in found.iterator(chunk_size=CHUNK):
        yield {
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


def consensus(project: Project) -> Iterator[Row]:
    """One row per record that has responses, with the consensus of each question."""
    names = dict(Question.objects.filter(project=project).values_list("pk", "name"))
    # Not a join made DISTINCT: that would sort the whole of the records' contents before the first row.
    answered = Consensus.objects.filter(record=OuterRef("pk"), answers__gt=0)
    found = Record.objects.filter(Exists(answered), project=project).order_by("pk")
    found = found.select_related("content").prefetch_related("consensus")
    for record in found.iterator(chunk_size=CHUNK):
        questions = {
            names[row.question_id]: {
                "value": row.value,
                "tied": row.tied,
                "share": row.share,
                "answers": row.answers,
            }
            for row in record.consensus.all()
        }
        yield {
            "record": record.pk,
            "external_id": record.external_id,
            "fields": record.content.fields,
            "metadata": record.content.metadata,
            "consensus": {name: questions[name] for name in names.values() if name in questions},
        }


def as_jsonl(rows: Iterable[Row]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def responses_as_csv(project: Project, rows: Iterable[Row]) -> Iterator[bytes]:
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
        "opened_at",
        "submitted_at",
        "seconds",
    ]
    return _as_csv(rows, flat, [*fixed, *_columns(questions)])


def consensus_as_csv(project: Project, rows: Iterable[Row]) -> Iterator[bytes]:
    """Each question's answer with its share and number of answers; an undecided one is empty, and named tied."""
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
            }
        return cells

    columns = ["record", "external_id"]
    for question in questions:
        columns += [
            *_columns([question]),
            *(f"{question.name}.{part}" for part in ("share", "answers", "tied")),
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
        yield writer.writerow({name: _harmless(cell) for name, cell in flat(row).items()})


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
