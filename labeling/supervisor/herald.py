"""An event listener of supervisord: prints what the children print, under their names, and how they fare.

Its own standard output belongs to supervisord's protocol, so it speaks through standard error.
"""

from __future__ import annotations

import io
import sys
from collections import defaultdict
from collections.abc import Iterator

from supervisor.childutils import EventListenerProtocol, eventdata, get_headers

from labeling.supervisor import orphans

WIDTH = len("worker")


class Herald:
    """Turns events into lines; remembers unfinished lines and who died, per child."""

    def __init__(self) -> None:
        self._unfinished: defaultdict[str, str] = defaultdict(str)
        self._died: set[str] = set()

    def lines(self, event: str, payload: str) -> Iterator[str]:
        if event.startswith("PROCESS_LOG"):
            headers, text = eventdata(payload)
            yield from self._said(headers["processname"], text)
        elif message := self._fared(event, get_headers(payload)):
            yield f"{'quorum':{WIDTH}} | {message}"

    def _said(self, name: str, text: str) -> Iterator[str]:
        *whole, self._unfinished[name] = (self._unfinished[name] + text).split("\n")
        for line in whole:
            yield f"{name:{WIDTH}} | {line}"

    def _fared(self, event: str, facts: dict[str, str]) -> str | None:
        name = facts["processname"]
        match event:
            case "PROCESS_STATE_EXITED" | "PROCESS_STATE_BACKOFF":
                self._died.add(name)
                return f"{name} ended unexpectedly and is started again"
            case "PROCESS_STATE_FATAL":
                return f"{name} does not stay up and is given up: see its lines above"
            case "PROCESS_STATE_RUNNING" if name in self._died:
                self._died.remove(name)
                return f"{name} runs again (process {facts['pid']})"
        return None


def main() -> None:
    # Lengths in the protocol are bytes; latin-1 makes a character of each.
    events = io.TextIOWrapper(sys.stdin.buffer, encoding="latin-1", newline="")
    protocol, herald = EventListenerProtocol(), Herald()
    while True:
        headers, payload = protocol.wait(events)
        for line in herald.lines(headers["eventname"], payload.encode("latin-1").decode(errors="replace")):
            print(line, file=sys.stderr, flush=True)  # noqa: T201
        if headers["eventname"] == "PROCESS_STATE_EXITED":
            orphans.end_group(int(get_headers(payload)["pid"]))
        protocol.ok()


if __name__ == "__main__":
    main()
