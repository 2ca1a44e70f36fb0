"""Rows of a file, or objects sent to the API, read as controls: what is right, and which record it is about.

A row names a record by `external_id` (or by `record_id`, its number here), or brings the fields of a new one as an
import of records would; beside that it has `answers` by question, `tolerance` by question and an `explanation`. In a
table they stand in columns of their own, `answers.<question>`, as text or as JSON; likewise `tolerance.<question>`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from projects.models import Field, Question
from projects.questions import InvalidAnswer
from projects.rows import Candidate, candidates
from projects.sources import BadRow, Row
from projects.storable import InvalidJSON, fault, loads

ANSWERS, TOLERANCE = "answers.", "tolerance."
OWN = frozenset({"answers", "tolerance", "explanation", "record_id"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A row as it was sent. `row` is what there is to import of it, and `candidate` what that comes to."""

    number: int
    record: str | int | None
    answers: Any
    tolerance: Any
    explanation: Any
    row: Row | None
    candidate: Candidate | None


class _Fault(ValueError):
    def __init__(self, bad: BadRow) -> None:
        self.bad = bad


def drafts(
    rows: Iterable[Row | BadRow], *, fields: list[Field], questions: Mapping[str, Question], cells: bool
) -> Iterator[Draft | BadRow]:
    """Each row as a control; whether its answers are any is not looked at yet. After a fatal BadRow there are no more."""
    reader = _Reader(fields, questions, cells=cells)
    for row in rows:
        read = row if isinstance(row, BadRow) else reader.read(row)
        yield read
        if isinstance(read, BadRow) and read.fatal:
            return


class _Reader:
    def __init__(self, fields: list[Field], questions: Mapping[str, Question], *, cells: bool) -> None:
        self.fields, self.questions, self.cells = fields, questions, cells
        self.names = {field.name for field in fields}

    def read(self, row: Row) -> Draft | BadRow:
        try:
            return self._draft(row)
        except _Fault as error:
            return error.bad

    def _draft(self, row: Row) -> Draft:
        # In a flat row a column that is a field belongs to the record, whatever it is called.
        own = OWN if "fields" in row.values else OWN - self.names
        rest = {name: value for name, value in row.values.items() if name not in own and not _of(name)}
        said = {
            name: value for name, value in row.values.items() if name not in rest and not self._empty(value)
        }
        for name, value in said.items():
            if why := fault(value):
                raise _Fault(BadRow(row.number, name, f"The value {why}."))
        number = self._record_id(row, said)
        imported = self._imported(row, rest)
        if number and imported:
            raise _Fault(
                BadRow(row.number, "record_id", "A row that brings fields names its record by external id.")
            )
        candidate = self._candidate(imported) if imported else None
        return Draft(
            row.number,
            number or (candidate.external_id if candidate else _external_id(rest)),
            self._together(said, "answers", ANSWERS),
            self._together(said, "tolerance", TOLERANCE),
            said.get("explanation", ""),
            imported,
            candidate,
        )

    def _empty(self, value: Any) -> bool:
        return value is None or (self.cells and value == "")

    def _together(self, said: dict[str, Any], name: str, prefix: str) -> Any:
        """The object of this name with what stands in columns; what is no object is refused later."""
        whole = _json(said.get(name, {})) if self.cells else said.get(name, {})
        single = {
            column.removeprefix(prefix): self._cell(column, value)
            for column, value in said.items()
            if column.startswith(prefix)
        }
        return whole | single if isinstance(whole, dict) else whole

    def _cell(self, column: str, value: Any) -> Any:
        question = self.questions.get(column.removeprefix(ANSWERS))
        if not self.cells:
            return value
        return cell(question, value) if question else _json(value)

    def _record_id(self, row: Row, said: dict[str, Any]) -> int | None:
        number = said.get("record_id")
        if isinstance(number, str) and number.isdecimal() and len(number) < 19:
            number = int(number)
        if number is None or (type(number) is int and number > 0):
            return number
        raise _Fault(BadRow(row.number, "record_id", "Must be the number of a record."))

    def _imported(self, row: Row, rest: dict[str, Any]) -> Row | None:
        """The row without what makes it a control, if it shows anything."""
        filled = {name for name, value in rest.items() if not self._empty(value)} & {"fields", *self.names}
        return Row(row.number, rest) if filled else None

    def _candidate(self, row: Row) -> Candidate:
        [found] = candidates([row], fields=self.fields, cells=self.cells)
        if isinstance(found, BadRow):
            raise _Fault(found)
        return found


def cell(question: Question, text: str) -> Any:
    """A text that stands for an answer, or for a list of accepted ones: as it is, or as the JSON that it holds."""
    found = _json(text)
    if isinstance(found, list):
        return found
    try:
        question.clean_answer(text)
    except InvalidAnswer:
        return found
    return text


def written(question: Question, answer: Any) -> str:
    """A canonical answer as one line that `cell` reads."""
    if isinstance(answer, str) and "\n" not in answer and cell(question, answer) == answer:
        return answer
    return json.dumps([answer] if isinstance(answer, str) else answer, ensure_ascii=False)


def _of(name: str) -> bool:
    return name.startswith((ANSWERS, TOLERANCE))


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return loads(value)
    except InvalidJSON:
        return value


def _external_id(rest: dict[str, Any]) -> str | None:
    given = rest.get("external_id", rest.get("id"))
    return str(given).strip() or None if isinstance(given, str | int) and given is not True else None
