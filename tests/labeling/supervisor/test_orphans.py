import os
import signal
import subprocess
import sys
from pathlib import Path

from labeling.supervisor import orphans

SLEEPER = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"


def child(data: Path, code: str = SLEEPER) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **orphans.mark(data)}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE)


def test_only_what_this_folder_left_behind_is_ended(tmp_path: Path):
    with child(tmp_path / "mine") as mine, child(tmp_path / "other") as other:
        assert orphans.end(tmp_path / "mine") == 1
        assert mine.wait(5) == -signal.SIGTERM
        assert other.poll() is None
        other.kill()


def test_who_does_not_listen_is_killed(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(orphans, "PATIENCE", 0.5)
    with child(tmp_path, DEAF) as deaf:
        assert deaf.stdout
        deaf.stdout.readline()
        assert orphans.end(tmp_path) == 1
        assert deaf.wait(5) == -signal.SIGKILL
