"""Work through a recorded campaign over HTTP, and hold the outcome against the recording."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from rich.console import Console

from labeling.client import Client, ProblemError
from labeling.demo import DATASETS
from labeling.replay.crowd import Stray
from labeling.replay.organizer import WORKSPACE, organizer_token
from labeling.replay.plan import Plan, TooFew
from labeling.replay.pool import PoolEmpty
from labeling.replay.recording import Recording
from labeling.replay.replay import replay
from labeling.replay.report import Report
from labeling.replay.rest import wait_until_at_rest
from labeling.replay.shift import Interrupted

MANAGES = {"owner", "organizer"}


def positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError
    return number


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        port = os.environ.get("PORT", "8000")
        parser.add_argument("dataset", choices=sorted(DATASETS))
        parser.add_argument(
            "--mode",
            choices=["recorded", "dealt"],
            default="recorded",
            help="recorded: everybody gets what they answered then; dealt: the server deals",
        )
        parser.add_argument(
            "--annotators", type=positive, help="how many, in mode dealt; as many as recorded if not said"
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
            plan = Plan(
                Recording(DATASETS[options["dataset"]], options["limit_records"]),
                workspace=workspace,
                mode=options["mode"],
                annotators=options["annotators"],
                speed=options["speed"],
                seed=options["seed"],
                concurrency=options["concurrency"],
                keep=options["keep"],
            )
            report = self.replay(options["url"], token, plan, console)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json()))
        else:
            console.print(report.as_table())
        self.judge(report, console, local=not options["token"])

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
        except (Stray, PoolEmpty, Interrupted) as error:
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
