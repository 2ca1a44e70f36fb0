"""What our mathematics says of any file of labels: agreement, what they decide, and whom to look at."""

from __future__ import annotations

import gc
import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from labeling.assess import columns, report
from labeling.assess.assessment import assess
from labeling.assess.reading import read_truth, read_votes

LEVELS = ("nominal", "ordinal", "interval")
SEED = 0  # the interval of alpha is drawn; the same file gives the same bounds


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "labels", type=Path, help="CSV or JSON lines, also gzipped: item, worker, label (or rating)"
        )
        parser.add_argument("--truth", type=Path, help="the same, with: item, truth (or gold)")
        parser.add_argument(
            "--level",
            choices=LEVELS,
            default="nominal",
            help="of the labels: names, ranks (as numbers) or numbers",
        )
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=sys.stderr if options["json"] else sys.stdout)
        level, started = options["level"], time.monotonic()
        try:
            with reading(console, options["labels"]) as progress:
                votes = read_votes(options["labels"], level, progress)
            truth = None
            if options["truth"]:
                with reading(console, options["truth"]) as progress:
                    truth = read_truth(options["truth"], level, progress)
        except columns.BadFile as error:
            raise CommandError(str(error)) from error
        if truth is not None and truth.keys().isdisjoint(votes.records):
            raise CommandError(f"{options['truth'].name}: none of its items has a label")
        with console.status("Computing"):
            found = assess(votes, truth, level, np.random.default_rng(SEED))
        seconds = time.monotonic() - started
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(found, seconds)))
        else:
            console.print(report.as_text(found, options["labels"].name, seconds))


@contextmanager
def reading(console: Console, path: Path) -> Iterator[columns.Progress]:
    """A bar while a file is read, where there is a terminal.

    Nor does the garbage collector go through all of Django meanwhile, again and again: a quarter of the time.
    """
    size = path.stat().st_size if path.is_file() else None
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    gc.freeze()
    try:
        with bar:
            task = bar.add_task("Reading", total=size)
            yield lambda done: bar.update(task, completed=done)
    finally:
        gc.unfreeze()
