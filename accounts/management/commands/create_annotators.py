import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import annotator as annotators
from accounts.handout import as_csv
from accounts.models import Workspace


class Command(BaseCommand):
    help = (
        "Make N pseudonymous annotators for a workspace, and write username,password,token as CSV. "
        "That is the only copy: passwords and tokens cannot be shown again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("workspace", help="its slug, as in its address")
        parser.add_argument("n", type=int, help=f"how many, up to {annotators.AT_A_TIME:,}")
        parser.add_argument("--prefix", default=annotators.PREFIX, help="what their names begin with")
        parser.add_argument("--days", type=int, default=365, help="how long their tokens are valid")
        parser.add_argument("--out", type=Path, metavar="FILE", help="a new file, instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            raise CommandError(
                f"There is no workspace {options['workspace']}: make one with create_workspace."
            )
        check(options)
        with self.destination(options["out"]) as file:
            made = annotators.create_numbered(
                workspace,
                count=options["n"],
                prefix=options["prefix"],
                lifetime=timedelta(days=options["days"]),
                passwords=True,
            )
            file.write(as_csv(made))
        if options["out"]:
            self.stdout.write(f"{len(made)} annotators are made for {workspace}: {options['out']}")

    @contextmanager
    def destination(self, out: Path | None) -> Iterator[TextIO]:
        """Opened before anybody is made, for what cannot be written would be lost; only its owner may read it."""
        if out is None:
            yield self.stdout  # type: ignore[misc]
            return
        try:
            out.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(f"{out} cannot be made: {error.strerror}.") from error
        with out.open("w", newline="") as file:
            yield file


def check(options: dict[str, Any]) -> None:
    if not 1 <= options["n"] <= annotators.AT_A_TIME:
        raise CommandError(f"From 1 to {annotators.AT_A_TIME:,} annotators can be made at a time.")
    if not 1 <= options["days"] <= 3650:
        raise CommandError("Tokens are valid for 1 to 3,650 days.")
    if len(options["prefix"]) > 40 or not re.fullmatch(annotators.PREFIX_PATTERN, options["prefix"]):
        raise CommandError("A prefix has up to 40 letters, digits, “_”, “.” and “-”, a letter first.")
