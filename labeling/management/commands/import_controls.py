from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from accounts.errors import QuorumError
from accounts.models import User
from labeling.actions import control as controls
from labeling.errors import BadControls
from projects import sources
from projects.actions.staging import Problem
from projects.models import Project

HEAD = 16_384


class Command(BaseCommand):
    help = (
        "Load a file of controls, CSV or JSON Lines: each row names a record by its external id, or brings the fields of "
        "a new one, and has the right answers. Nothing is loaded where a row is bad."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", type=int, help="the project's number")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--by", help="the user name of who loads them; whoever made the project if left out"
        )
        parser.add_argument("--skip-bad-rows", action="store_true", help="load the good rows all the same")

    def handle(
        self, *args: Any, project: int, file: Path, by: str | None, skip_bad_rows: bool, **options: Any
    ) -> None:
        found = Project.objects.filter(pk=project).select_related("created_by").first()
        if found is None:
            raise CommandError(f"There is no project {project}.")
        user = User.objects.filter(username__iexact=by).first() if by else found.created_by
        if user is None:
            raise CommandError(f"There is no user {by}.")
        try:
            outcome = _load(found, file, by=user, skip_bad_rows=skip_bad_rows)
        except BadControls as error:
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


def _load(project: Project, file: Path, *, by: User, skip_bad_rows: bool) -> controls.Outcome:
    with file.open("rb") as stream:
        form = sources.sniff(file.name, stream.read(HEAD))
        stream.seek(0)
        rows = sources.read(cast(BinaryIO, stream), form)
        return controls.load(project, rows, by=by, cells=form == "csv", skip_bad_rows=skip_bad_rows)
