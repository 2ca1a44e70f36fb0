"""What supervisord is told. Written anew at every start; changes made to the file by hand do not last.

Log files are named from the data folder, where supervisord is started: it expands their names twice, and a folder's name
may hold a percent sign.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# Celery warns root of pickled messages; ours are JSON, and in a container there is often nobody but root.
ROOT_IS_MEANT = "ignore:You're running the worker with superuser privileges"

HEAD = """\
[supervisord]
logfile = log/supervisord.log
logfile_maxbytes = 5MB
logfile_backups = 1
pidfile = supervisord.pid
silent = true
{user}

[eventlistener:herald]
command = {python} -m labeling.supervisor.herald
directory = {root}
events = PROCESS_LOG,PROCESS_STATE_EXITED,PROCESS_STATE_BACKOFF,PROCESS_STATE_FATAL,PROCESS_STATE_RUNNING
buffer_size = 1000
priority = 1
stderr_logfile = /dev/fd/1
stderr_logfile_maxbytes = 0
stdout_logfile = NONE
"""

PROGRAM = """
[program:{name}]
command = {command}
directory = {root}
priority = {priority}
autorestart = true
startsecs = 2
startretries = 1000
stopwaitsecs = {patience}
killasgroup = true
redirect_stderr = true
stdout_events_enabled = true
stdout_logfile = log/{name}.log
stdout_logfile_maxbytes = 5MB
stdout_logfile_backups = 1
"""


def write(data: Path, *, host: str, port: int) -> Path:
    (data / "log").mkdir(parents=True, exist_ok=True)
    user = "user = root" if os.geteuid() == 0 else ""
    root = _literal(str(ROOT))
    text = HEAD.format(root=root, user=user, python=_literal(shlex.quote(sys.executable)))
    for priority, (name, words) in enumerate(programs(data, host=host, port=port).items(), start=10):
        command = _literal(shlex.join([sys.executable, *words]))
        text += PROGRAM.format(root=root, name=name, command=command, priority=priority, patience=20)
    file = data / "supervisord.conf"
    file.write_text(text)
    return file


def programs(data: Path, *, host: str, port: int) -> dict[str, list[str]]:
    """What runs, by the name that its output bears: arguments for Python."""
    celery = ["-m", "celery", "--quiet", "-A", "labeling"]
    web = os.environ.get("WEB_CONCURRENCY", "2")
    worker = os.environ.get("CELERY_CONCURRENCY", "2")
    return {
        "web": [
            *("-m", "uvicorn", "labeling.asgi:application", "--host", host, "--port", str(port)),
            *(
                "--workers",
                web,
                "--no-access-log",
                "--log-level",
                "warning",
                "--timeout-graceful-shutdown",
                "10",
            ),
        ],
        "worker": [
            *("-W", ROOT_IS_MEANT, *celery, "worker", "--concurrency", worker, "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle"),
        ],
        "beat": [*celery, "beat", "--schedule", str(data / "beat-schedule"), "--loglevel", "WARNING"],
    }


def _literal(text: str) -> str:
    return text.replace("%", "%%")
