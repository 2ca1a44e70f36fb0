from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from accounts.errors import QuorumError
from projects import sources
from projects.actions.record import Outcome, as_batch, import_records
from projects.actions.staging import Problem
from projects.errors import BadRows
from projects.models import Project

HEAD = 16_384


class Command(BaseCommand):
    help = (
        "Import a file of records, CSV or JSON Lines, into a project. Nothing is imported where a row is bad."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", type=int, help="the project's number")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--batch", default="", help="what to call this import; the file's name unless told otherwise"
        )
        parser.add_argument("--skip-bad-rows", action="store_true", help="import the good rows all the same")

    def handle(
        self, *args: Any, project: int, file: Path, batch: str, skip_bad_rows: bool, **options: Any
    ) -> None:
        found = Project.objects.filter(pk=project).first()
        if found is None:
            raise CommandError(f"There is no project {project}.")
        try:
            outcome = _import(
                found, file, batch=as_batch(batch, otherwise=file.name), skip_bad_rows=skip_bad_rows
            )
        except BadRows as error:
            self._table(error.context["problems"])
            raise CommandError(str(error)) from None
        except (QuorumError, OSError, sources.UnreadableFile) as error:
            raise CommandError(str(error)) from None
        self._table(outcome.problems)
        self.stdout.write(
            f"{outcome.created} created, {outcome.updated} updated, {outcome.unchanged} unchanged, {outcome.bad} bad."
        )

    def _table(self, problems: list[Problem]) -> None:
        if not problems:
            return
        table = Table("Row", "Column", "Problem")
        for problem in problems:
            table.add_row(str(problem["row"]), Text(problem["column"] or ""), Text(problem["reason"]))
        Console(file=cast(Any, self.stderr)).print(table)


def _import(project: Project, file: Path, *, batch: str, skip_bad_rows: bool) -> Outcome:
    with file.open("rb") as stream:
        form = sources.sniff(file.name, stream.read(HEAD))
        stream.seek(0)
        rows = sources.read(cast(BinaryIO, stream), form)
        return import_records(project, rows, cells=form == "csv", batch=batch, skip_bad_rows=skip_bad_rows)
