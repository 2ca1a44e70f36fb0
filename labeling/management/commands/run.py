"""Run a whole copy on this machine: engines, web, worker and beat, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from labeling import embedded
from labeling.supervisor import Supervisor, claims, orphans

LOGINS = "demo-logins.txt"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOCAL = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}  # noqa: S104  where to look, not where to listen
IMPATIENCE = 20.0  # seconds between two words about what is not ready yet


class Command(BaseCommand):
    help = "Run everything on this machine until Ctrl-C: the engines (unless named by URL), web, worker and beat."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        data: Path = settings.DATA
        host = os.environ.get("HOST", "127.0.0.1")
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number in ENDINGS:
            signal.signal(number, signal.default_int_handler)
        try:
            with claims.folder(data):
                if orphans.end(data):
                    self.say("ended what an earlier copy, which was killed, had left running")
                port = claims.port(host, os.environ.get("PORT", "8000"))
                with self.engines(data):
                    self.prepare(data)
                    self.supervise(data, host, port)
        except embedded.CannotStart as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.say("stopped")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    @contextmanager
    def engines(self, data: Path) -> Iterator[None]:
        if not self.embedded:
            yield
            return
        self.say(f"Starting PostgreSQL and Redis in {data}")
        try:
            embedded.start(data)
            yield
        finally:
            with undisturbed():
                embedded.Engines(data).stop()

    @property
    def embedded(self) -> bool:
        return not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))

    def prepare(self, data: Path) -> None:
        call_command("migrate", verbosity=0)
        if settings.QUICKSTART and not (data / LOGINS).exists() and "seed_demo" in get_commands():
            self.say("Filling in the demo")
            call_command("seed_demo", verbosity=0)

    def supervise(self, data: Path, host: str, port: int) -> None:
        url = f"http://{LOCAL.get(host, host)}:{port}"
        supervisor = Supervisor(data, self.say)
        supervisor.start(host=host, port=port)
        try:
            self.wait_until_ready(supervisor, url)
            self.greet(data, url)
            self.watch(supervisor, data)
        finally:
            with undisturbed():
                self.say("Stopping")
                supervisor.stop()

    def wait_until_ready(self, supervisor: Supervisor, url: str) -> None:
        mention = time.monotonic() + IMPATIENCE
        while supervisor.alive():
            missing = unready(f"{url}/readyz")
            if missing is None:
                return
            if time.monotonic() > mention:
                self.say(f"Not ready yet: {missing}")
                mention += IMPATIENCE
            time.sleep(0.5)

    def greet(self, data: Path, url: str) -> None:
        self.say(f"\nQuorum is ready at {url}\n")
        if (data / LOGINS).exists():
            self.say((data / LOGINS).read_text() + "\n")
        self.say("Ctrl-C stops it.")

    def watch(self, supervisor: Supervisor, data: Path) -> None:
        while supervisor.alive():
            time.sleep(1)
            for engine in embedded.Engines(data).revive() if self.embedded else []:
                self.say(f"{engine} ended unexpectedly and was started again")
        raise CommandError(f"The supervisor ended, and everything with it: see {data / 'log'}")


def unready(url: str) -> str | None:
    """What /readyz says is missing; None once nothing is."""
    try:
        answer = httpx.get(url, timeout=5, trust_env=False)
    except httpx.TransportError:
        return "the web server does not answer"
    return None if answer.is_success else answer.text


@contextmanager
def undisturbed() -> Iterator[None]:
    """Stopping must not be stopped: a second Ctrl-C would leave the engines running."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
