from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import httpx
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from labeling.supervisor.configuration import ROOT

Serve = Callable[[str], AbstractContextManager[str]]


@pytest.fixture
def serve(transactional_db: None) -> Serve:
    """Serve an ASGI application, named as "module:name", with two processes on the test's database."""

    @contextmanager
    def serve(application: str) -> Iterator[str]:
        port = _free_port()
        settings = connection.settings_dict
        database = make_conninfo(
            dbname=settings["NAME"],
            user=settings["USER"],
            host=settings["HOST"],
            port=settings["PORT"] or None,
        )
        command = ["-m", "uvicorn", application, "--port", str(port), "--workers", "2", "--no-access-log"]
        environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "labeling.settings"}
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(f"{url}/healthz")
            yield url
        finally:
            process.terminate()
            process.wait()

    return serve


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"nothing answers at {url}")
