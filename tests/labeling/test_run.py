"""`manage.py run` as a newcomer starts it: a process with nothing configured but its folder and its port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import httpx
import psutil
import pytest

from labeling import embedded
from labeling.supervisor import orphans

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0  # seconds


class Copy:
    """A copy in a folder of its own, and what it prints."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.lines: list[str] = []
        self._fresh: Queue[str] = Queue()

    def start(self) -> Copy:
        kept = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}
        }
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=ROOT,
            env={**kept, "QUORUM_DATA": str(self.data), "PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        Thread(target=self._listen, args=[self.process], daemon=True).start()
        return self

    def hear(self, words: str) -> str:
        """The next line with these words; the test fails if it does not come."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                line = self._fresh.get(timeout=0.5)
            except Empty:
                if self.process.poll() is None:
                    continue
                break
            if words in line:
                return line
        pytest.fail(f"never heard {words!r}, only:\n" + "".join(self.lines))

    def child(self, name: str) -> psutil.Process:
        found = [p for p in orphans.of(self.data) if name in " ".join(p.cmdline())]
        return min(found, key=lambda process: process.create_time())

    def answers(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", trust_env=False, timeout=10)

    def answers_in_the_end(self, path: str) -> httpx.Response:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.answers(path)
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def nothing_runs(self) -> bool:
        return not orphans.of(self.data) and not engines_of(self.data)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        with process.stdout:
            for line in process.stdout:
                self.lines.append(line)
                self._fresh.put(line)


def engines_of(data: Path) -> list[psutil.Process]:
    words = (str(data / "postgres"), str(data / "run"))
    commands = {p: " ".join(p.info["cmdline"] or []) for p in psutil.process_iter(["cmdline"])}
    return [
        p for p, line in commands.items() if any(word in line for word in words) and "manage.py" not in line
    ]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    copy = Copy(tmp_path / "data", free_port())
    yield copy
    if copy.process.poll() is None:
        copy.end(signal.SIGKILL)
    orphans.end(copy.data)
    embedded.Engines(copy.data).stop()


def test_it_says_when_it_is_ready_mends_itself_and_stops_whole(copy: Copy):
    copy.start().hear(f"ready at http://127.0.0.1:{copy.port}")
    assert copy.answers("/readyz").status_code == 200

    copy.child("celery --quiet -A labeling worker").kill()
    copy.hear("worker ended unexpectedly")
    copy.hear("worker runs again")
    copy.child("uvicorn").kill()
    copy.hear("web ended unexpectedly")
    copy.hear("web runs again")
    assert copy.answers_in_the_end("/healthz").status_code == 200
    psutil.Process(int((copy.data / "postgres" / "postmaster.pid").read_text().split()[0])).kill()
    copy.hear("PostgreSQL ended unexpectedly and was started again")

    refused = Copy(copy.data, free_port()).start()
    assert refused.process.wait(PATIENCE) == 1
    refused.hear(f"in use by a running copy (process {copy.process.pid})")
    assert "Traceback" not in "".join(refused.lines)

    assert copy.end(signal.SIGINT) == 0
    assert copy.nothing_runs()


def test_after_a_kill_the_next_start_clears_up_and_goes_on(copy: Copy):
    copy.start().hear("ready at")
    copy.end(signal.SIGKILL)
    assert copy.answers("/healthz").status_code == 200, "the children should have outlived it"

    copy.start().hear("ended what an earlier copy, which was killed, had left running")
    copy.hear("ready at")
    assert copy.end(signal.SIGTERM) == 0
    assert copy.nothing_runs()


def test_two_copies_run_side_by_side(copy: Copy, tmp_path: Path):
    other = Copy(tmp_path / "other", free_port())
    copy.start()
    other.start()
    try:
        copy.hear("ready at")
        other.hear("ready at")
        assert copy.end(signal.SIGINT) == 0
        assert other.answers("/readyz").status_code == 200
    finally:
        assert other.end(signal.SIGINT) == 0
    assert other.nothing_runs()


def test_a_port_in_use_gets_one_clear_line(copy: Copy):
    with socket.create_server(("127.0.0.1", copy.port)):
        assert copy.start().process.wait(PATIENCE) == 1
    line = copy.hear(f"Port {copy.port} of 127.0.0.1 is not free")
    assert str(os.getpid()) in line
    assert "".join(copy.lines) == line


def test_data_of_another_version_gets_one_clear_line(copy: Copy):
    version = copy.data / "postgres" / "PG_VERSION"
    version.parent.mkdir(parents=True)
    version.write_text("16\n")
    assert copy.start().process.wait(PATIENCE) == 1
    copy.hear("holds data of PostgreSQL 16")
    assert "Traceback" not in "".join(copy.lines)
