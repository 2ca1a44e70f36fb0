"""Importing, retiring and restoring records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random, SystemRandom
from typing import Any

from django.db import connection, transaction

from projects.actions import staging
from projects.actions.staging import Problem, Tally
from projects.changes import announce, lock_many, wait_for_turn
from projects.errors import BadRows, BadSettings, FieldsChanged
from projects.models import Content, Project, Record
from projects.rows import candidates
from projects.sources import BadRow, Row

ENOUGH_TO_ANALYZE = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the rows of an import; `problems` are those of the first bad rows."""

    created: int
    updated: int
    unchanged: int
    bad: int
    problems: list[Problem]


def import_records(
    project: Project,
    rows: Iterable[Row | BadRow],
    *,
    cells: bool = False,
    skip_bad_rows: bool = False,
    batch: str = "",
    random: Random | None = None,
    on_rows: Callable[[int], None] = lambda count: None,
) -> Outcome:
    """Make records of rows, in one transaction; a row with the external id of a record changes that record.

    Rows are described in `projects.rows`; `cells` says that they come from CSV. A record's fields stay as they are
    once somebody has answered it or has it open; metadata, overlap and priority may always change. `batch` is kept with
    the records that are new, as the import that they came with; at most 100 characters, from `as_batch`.
    Raises BadRows, with the problems of the first bad rows, and imports nothing unless these are to be skipped.
    """
    with transaction.atomic():
        tally = Tally()
        frame = _frame(project)
        read = candidates(rows, fields=list(project.fields.all()), cells=cells)
        staging.fill(read, tally, random=random or SystemRandom(), on_rows=on_rows)
        wait_for_turn(project.pk)
        if _frame(project) != frame:
            raise FieldsChanged
        staging.drop_repeated(tally)
        staging.match(project.pk)
        lock_many(staging.lock)
        staging.drop_frozen(tally)
        if tally.bad and not skip_bad_rows:
            raise BadRows(bad=tally.bad, rows=tally.rows, problems=tally.problems)
        created, updated, unchanged = staging.merge(project.pk, batch)
        if created or updated:
            announce(project.pk)
    if created >= ENOUGH_TO_ANALYZE:
        transaction.on_commit(_analyze)
    return Outcome(created, updated, unchanged, tally.bad, tally.problems)


def as_batch(given: str, *, otherwise: str = "") -> str:
    """What somebody calls an import, as it is kept: on one line, and cut where it is too long."""
    shown = "".join(c for c in given if c.isprintable()).strip() or otherwise
    return shown[: Content._meta.get_field("batch").max_length]


def numbered(sent: Iterable[Any]) -> Iterable[Row | BadRow]:
    """Objects that came without a file, as rows, counted from 1."""
    for number, values in enumerate(sent, start=1):
        if isinstance(values, dict):
            yield Row(number, values)
        else:
            yield BadRow(number, None, "The record is not an object.")


@transaction.atomic
def retire(record: Record) -> None:
    """Deal the record to nobody any more. What people have of it stays theirs to finish."""
    if Record.objects.filter(pk=record.pk, retired=False).update(retired=True):
        announce(record.project_id)


@transaction.atomic
def restore(record: Record) -> None:
    """Deal the record again, if it has open slots."""
    if Record.objects.filter(pk=record.pk, retired=True).update(retired=False):
        announce(record.project_id)


def _frame(project: Project) -> list[tuple[Any, ...]]:
    frame = list(project.fields.values_list("name", "kind", "settings", "required"))
    if not frame:
        raise BadSettings([(("fields",), "must have at least 1 entry before records can be imported")])
    return frame


def _analyze() -> None:
    """Statistics from when the tables were empty make the planner scan them for every record that is dealt."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE projects_record, projects_content")
