"""Web, worker and beat of one copy under supervisord: started together, restarted when they die, stopped together.

supervisord does the watching; here are its configuration, the lines it prints (`herald`), what must be free before it
starts (`claims`) and what a killed copy left behind (`orphans`).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from labeling.supervisor import configuration, orphans

PATIENCE = 30  # seconds until children that ignore SIGTERM are killed


@dataclass
class Supervisor:
    """One supervisord and its children, in a session of their own, so that Ctrl-C reaches only who started it."""

    data: Path
    say: Callable[[str], None]
    process: subprocess.Popen[str] = field(init=False)

    def start(self, *, host: str, port: int) -> None:
        file = configuration.write(self.data, host=host, port=port)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "--configuration", str(file)],
            cwd=self.data,
            env={
                **os.environ,
                **orphans.mark(self.data),
                "QUORUM_DATA": str(self.data),
                "PYTHONUNBUFFERED": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        threading.Thread(target=self._relay, daemon=True).start()

    def alive(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """Let everybody finish what they hold, then end whoever has not."""
        if self.alive():
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.say("some would not stop and are killed")
        orphans.end(self.data)

    def _relay(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.say(line.rstrip("\n"))
