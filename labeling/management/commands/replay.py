"""Work through a recorded campaign over HTTP, and hold the outcome against the recording."""

from __future__ import annotations

import json
import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from rich.console import Console

from labeling.client import Client, ProblemError
from labeling.demo import DATASETS
from labeling.replay.catching_up import StandsStill
from labeling.replay.crowd import Stray
from labeling.replay.gold import TooFewControls, choose
from labeling.replay.organizer import WORKSPACE, organizer_token
from labeling.replay.plan import WATCHED, Plan, TooFew, Watch
from labeling.replay.pool import PoolEmpty
from labeling.replay.recording import Recording
from labeling.replay.replay import replay
from labeling.replay.report import Report
from labeling.replay.rest import wait_until_at_rest
from labeling.replay.shift import Interrupted

MANAGES = {"owner", "organizer"}
CONTROLS = 60
HELP = """Work through a recorded campaign over HTTP, and hold the outcome against the recording.

With --clickers the campaign is watched over: 60 records whose answer is known, and that at least nine in ten of the
recorded crowd got right, are taken out of the queue and loaded as controls; that share of the people answers at random.
The others give no invented answers: each gives one of the record's recorded ones that nobody has used yet, to a control
any that was recorded. Whoever the gate pauses stops. At the end they are confirmed and excluded as a reviewer does it,
the others answer what that opens again, and the report shows both before and after."""


def positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError
    return number


def share(text: str) -> float:
    """10% or 0.1."""
    number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not 0 < number < 1:
        raise ValueError
    return number


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        port = os.environ.get("PORT", "8000")
        parser.add_argument("dataset", choices=sorted(DATASETS))
        parser.add_argument(
            "--mode",
            choices=["recorded", "dealt"],
            help="recorded: everybody gets what they answered then; dealt: the server deals (always with --clickers)",
        )
        parser.add_argument(
            "--annotators",
            type=positive,
            help=f"how many, in mode dealt; if not said, as many as recorded, or {WATCHED} with --clickers, so that "
            "each meets enough controls",
        )
        parser.add_argument(
            "--clickers",
            type=share,
            metavar="SHARE",
            help="this share of the people, such as 10%%, answers at random; controls find them",
        )
        parser.add_argument(
            "--controls", type=positive, default=CONTROLS, metavar="N", help="how many, with --clickers"
        )
        parser.add_argument(
            "--rate",
            type=share,
            default=0.1,
            metavar="SHARE",
            help="how much of what people are dealt is controls, at first",
        )
        parser.add_argument(
            "--speed",
            choices=["max", "human"],
            default="max",
            help="human: pauses around 5 s before each answer",
        )
        parser.add_argument("--url", default=f"http://127.0.0.1:{port}", help="where the server is")
        parser.add_argument(
            "--token", default=os.environ.get("QUORUM_TOKEN"), help="an organizer's; or QUORUM_TOKEN"
        )
        parser.add_argument("--workspace", metavar="SLUG", help="where the campaign is made")
        parser.add_argument("--keep", action="store_true", help="leave the campaign running at the end")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--concurrency", type=positive, default=8, help="requests at the same time")
        parser.add_argument("--limit-records", type=positive, metavar="N", help="the first N records only")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(options)
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted; what was answered stays") from error

    def run(self, options: dict[str, Any]) -> None:
        console = Console(file=sys.stderr if options["json"] else sys.stdout)
        with self.organizer(options) as (token, workspace):
            report = self.replay(options["url"], token, self.plan(options, workspace), console)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json()))
        else:
            console.print(report.as_table())
        self.judge(report, console, local=not options["token"])

    def plan(self, options: dict[str, Any], workspace: str) -> Plan:
        recording = Recording(DATASETS[options["dataset"]], options["limit_records"])
        watch = None
        if options["clickers"]:
            if options["mode"] == "recorded":
                raise CommandError(
                    "With --clickers the server deals: there is no recording of people who click"
                )
            watch = self.watch(recording, options)
            recording = replace(recording, without=frozenset(gold.name for gold in watch.controls))
        return Plan(
            recording,
            workspace=workspace,
            mode=options["mode"] or ("dealt" if watch else "recorded"),
            annotators=options["annotators"],
            speed=options["speed"],
            seed=options["seed"],
            concurrency=options["concurrency"],
            keep=options["keep"],
            watch=watch,
        )

    def watch(self, recording: Recording, options: dict[str, Any]) -> Watch:
        try:
            controls = choose(recording, options["controls"], options["seed"])
        except TooFewControls as error:
            raise CommandError(str(error)) from error
        return Watch(clickers=options["clickers"], controls=controls, rate=options["rate"])

    @contextmanager
    def organizer(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """The token and the workspace to work in."""
        if options["token"]:
            yield (
                options["token"],
                options["workspace"] or self.workspace_of(options["url"], options["token"]),
            )
            return
        slug = options["workspace"] or WORKSPACE
        try:
            with organizer_token(slug) as token:
                yield token, slug
        except OperationalError as error:
            raise CommandError("There is no database here to make an organizer in: give --token") from error

    def workspace_of(self, url: str, token: str) -> str:
        with Client(url, token, transport=httpx.HTTPTransport()) as client:
            managed = [one["slug"] for one in client.me()["workspaces"] if one["role"] in MANAGES]
        if not managed:
            raise CommandError("This token's owner may make campaigns in no workspace")
        return managed[0]

    def replay(self, url: str, token: str, plan: Plan, console: Console) -> Report:
        try:
            return replay(url, token, plan, console)
        except TooFew as error:
            raise CommandError(str(error)) from error
        except (Stray, PoolEmpty, Interrupted, StandsStill) as error:
            raise CommandError(f"The campaign did not go as recorded: {error}") from error
        except ProblemError as error:
            raise CommandError(f"{url} refused: {error}") from error
        except httpx.TransportError as error:
            raise CommandError(f"{url} does not answer: {error}") from error

    def judge(self, report: Report, console: Console, *, local: bool) -> None:
        """The audit recounts everything from the raw responses; it needs the database, and fails by itself."""
        for difference in report.differences:
            console.print(f"[red]✗[/] {difference}", highlight=False)
        if local:
            wait_until_at_rest(report.project)
            call_command("audit", project=report.project, stdout=console.file)
        else:
            console.print("The audit needs the server's database: run manage.py audit there")
        if report.differences:
            raise CommandError("The campaign did not come to what was recorded")
