"""The whole service as it runs in earnest, for journeys: web server, worker and beat, on a database of their own.

Its data survive the tests that roll back or truncate the suite's own database, and other tests do not see them.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from labeling.client import Client
from labeling.supervisor import orphans
from labeling.supervisor.configuration import ROOT, programs

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
PATIENCE = 180.0  # seconds until it must be ready: a machine may be busy


class Blocker(Protocol):
    """pytest-django's guard against tests that touch a database without saying so."""

    def unblock(self) -> AbstractContextManager[None]: ...


@dataclass(frozen=True)
class Stack:
    url: str
    redis_url: str
    log: Path
    _connection: BaseDatabaseWrapper
    _blocker: Blocker

    @contextmanager
    def database(self) -> Iterator[None]:
        """Within the block this thread's ORM, and every action called, works on the stack's database; it commits."""
        before = connections["default"]
        connections["default"] = self._connection
        try:
            with self._blocker.unblock():
                yield
        finally:
            connections["default"] = before

    def client(self, token: str) -> Client:
        return Client(self.url, token, transport=httpx.HTTPTransport())


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Blocker) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("stack")
    database = make_conninfo(settings.DATABASE_URL, dbname=_name())
    port = _free_port()
    environment = _environment(folder, database)
    _create_database()
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    processes = _start(folder, port, environment)
    connection = _connect()
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, folder, processes)
        yield Stack(url, environment["REDIS_URL"], folder, connection, django_db_blocker)
    finally:
        orphans.end(folder)
        for process in processes:
            process.wait()
        with django_db_blocker.unblock():
            connection.close()
        _drop_database()


def _name() -> str:
    return f"{conninfo_to_dict(settings.DATABASE_URL)['dbname']}_stack_{WORKER}"


def _environment(folder: Path, database: str) -> dict[str, str]:
    """Redis has sixteen databases; the suite counts from the first, so this counts from the last."""
    number = 15 - (int(WORKER.removeprefix("gw")) if WORKER.startswith("gw") else 0)
    redis = re.sub(r"(\?db=|:\d+/)\d+$", rf"\g<1>{number}", settings.REDIS_URL)
    assert redis != settings.REDIS_URL or number == 0, f"no database number in {settings.REDIS_URL}"
    return {
        **os.environ,
        **orphans.mark(folder),
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        # Channels publishes across Redis' databases.
        "REDIS_PREFIX": f"stack-{_name()}",
        "QUORUM_DATA": str(folder),
        "WEB_CONCURRENCY": "1",
        "CELERY_CONCURRENCY": "1",
        "DJANGO_SETTINGS_MODULE": "labeling.settings",
    }


def _create_database() -> None:
    _drop_database()
    _execute(f'CREATE DATABASE "{_name()}"')


def _drop_database() -> None:
    _execute(f'DROP DATABASE IF EXISTS "{_name()}" WITH (FORCE)')


def _execute(statement: str) -> None:
    with psycopg.connect(
        make_conninfo(settings.DATABASE_URL, dbname="postgres"), autocommit=True
    ) as connection:
        connection.execute(statement)


def _connect() -> BaseDatabaseWrapper:
    configured = connections["default"].settings_dict
    wrapper: BaseDatabaseWrapper = load_backend(configured["ENGINE"]).DatabaseWrapper(
        {**configured, "NAME": _name()}, "default"
    )
    return wrapper


def _start(folder: Path, port: int, environment: dict[str, str]) -> list[subprocess.Popen[bytes]]:
    started = []
    for name, words in programs(folder, host="127.0.0.1", port=port).items():
        with (folder / f"{name}.log").open("wb") as log:
            command = [sys.executable, *words]
            started.append(
                subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
            )
    return started


def _wait_until_ready(url: str, folder: Path, processes: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + PATIENCE
    answer = "nothing"
    while time.monotonic() < until and all(process.poll() is None for process in processes):
        try:
            response = httpx.get(f"{url}/readyz", trust_env=False, timeout=5)
        except httpx.TransportError as error:
            answer = repr(error)
        else:
            if response.is_success:
                return
            answer = response.text
        time.sleep(0.2)
    logs = "\n".join(f"--- {log.name}\n{log.read_text()[-3000:]}" for log in folder.glob("*.log"))
    pytest.fail(f"the stack is not ready: {answer}\n{logs}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
