"""A crowd that answers over HTTP as fast as it is served, each person one request at a time."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4


@dataclass(frozen=True)
class Figures:
    """`rate` in submits per second, latencies of a submit that answers with the next record in milliseconds."""

    clients: int
    submits: int
    rate: float
    p50: float
    p95: float

    def __str__(self) -> str:
        return f"{self.clients:4} people {self.rate:6.0f} submits/s   p50 {self.p50:5.0f} ms   p95 {self.p95:5.0f} ms"


def work(url: str, project_id: int, tokens: Sequence[str], *, seconds: float) -> Figures:
    """Everybody takes the next record and submits an answer, over and over, for so long."""
    until = time.monotonic() + seconds
    began = time.monotonic()
    with ThreadPoolExecutor(len(tokens)) as pool:
        taken = [
            one
            for each in pool.map(lambda token: _person(url, project_id, token, until), tokens)
            for one in each
        ]
    elapsed = time.monotonic() - began
    taken.sort()
    return Figures(
        clients=len(tokens),
        submits=len(taken),
        rate=len(taken) / elapsed,
        p50=1000 * taken[len(taken) // 2],
        p95=1000 * taken[int(len(taken) * 0.95)],
    )


def _person(url: str, project_id: int, token: str, until: float) -> list[float]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    try:
        return _answer(connection, project_id, token, until)
    finally:
        connection.close()


def _answer(connection: http.client.HTTPConnection, project_id: int, token: str, until: float) -> list[float]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(path: str, body: dict[str, Any]) -> Any:
        connection.request("POST", f"/api/v1/{path}", json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, content
        return json.loads(content)

    taken: list[float] = []
    found = post(f"projects/{project_id}/next", {})
    for label in cycle(("good", "bad")):
        if not found["assignment"] or time.monotonic() > until:
            return taken
        began = time.monotonic()
        body = {"values": {"mood": label}, "next": True, "key": uuid4().hex}
        found = post(f"assignments/{found['assignment']['id']}/submit", body)["next"]
        taken.append(time.monotonic() - began)
    raise AssertionError("a cycle ends")
