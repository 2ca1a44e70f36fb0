import os
import sys
from pathlib import Path

import pytest
from supervisor.options import ServerOptions

from labeling.supervisor import configuration


@pytest.fixture(autouse=True)
def back_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)


def read(file: Path) -> dict[str, str]:
    """The commands as supervisord itself understands the file, started where the file lies."""
    options = ServerOptions()
    os.chdir(file.parent)
    options.realize(["--configuration", str(file)])
    return {
        group.name: group.process_configs[0].command
        for group in options.configroot.supervisord.process_group_configs
    }


@pytest.mark.parametrize("name", ["plain", "with space", "100%(percent)s"])
def test_supervisord_reads_what_is_written_whatever_the_folder_is_called(tmp_path: Path, name: str):
    data = tmp_path / name
    commands = read(configuration.write(data, host="127.0.0.1", port=8123))
    assert set(commands) == {"herald", "web", "worker", "beat"}
    assert str(data / "beat-schedule") in commands["beat"]
    assert "--port 8123" in commands["web"]
    assert all(command.startswith(sys.executable) for command in commands.values())


def test_the_environment_chooses_how_many_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "5")
    monkeypatch.setenv("CELERY_CONCURRENCY", "7")
    commands = read(configuration.write(tmp_path, host="127.0.0.1", port=8123))
    assert "--workers 5" in commands["web"]
    assert "--concurrency 7" in commands["worker"]
