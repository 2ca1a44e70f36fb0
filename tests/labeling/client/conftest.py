"""A client whose other end is a function: what the server would say is written in the test."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from labeling.client import Client


class Server:
    """Answers from a script, in order; the last answer stays. Remembers what it was asked."""

    def __init__(self) -> None:
        self.script: list[httpx.Response | Exception] = []
        self.asked: list[httpx.Request] = []
        self.heard: list[object] = []

    def says(self, status: int, body: Any = None, **headers: str) -> None:
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.script.append(httpx.Response(status, json=body, headers=headers))

    def breaks(self, error: Exception) -> None:
        self.script.append(error)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def paths(self) -> list[str]:
        return [f"{request.method} {request.url.raw_path.decode()}" for request in self.asked]

    def body(self, place: int) -> Any:
        return json.loads(self.asked[place].content)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def client(server: Server) -> Client:
    transport = httpx.MockTransport(server)
    return Client("http://quorum.test/", "qrm_one", transport=transport, on_retry=server.heard.append)
