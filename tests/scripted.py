"""The other end of a client, written in the test: what the server would say, in order."""

from __future__ import annotations

import json
from typing import Any

import httpx

from labeling.client import Client


class Server:
    """Answers from a script; its last answer stays. Remembers what it was asked, and what retries the client reported."""

    def __init__(self) -> None:
        self.script: list[httpx.Response | Exception] = []
        self.asked: list[httpx.Request] = []
        self.heard: list[object] = []

    def says(self, status: int, body: Any = None, **headers: str) -> None:
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.script.append(httpx.Response(status, json=body, headers=headers))

    def breaks(self, error: Exception) -> None:
        self.script.append(error)

    def client(self) -> Client:
        transport = httpx.MockTransport(self)
        return Client("http://quorum.test/", "qrm_one", transport=transport, on_retry=self.heard.append)

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


def dealt(number: int) -> dict[str, Any]:
    """A turn: assignment 1 of record ref-101, and so on."""
    assignment = {
        "id": number,
        "record": f"ref-{100 + number}",
        "fields": {"text": f"text {number}"},
        "opened_at": "2030-01-01T00:00:00Z",
        "expires_at": "2030-01-01T00:30:00Z",
        "draft": None,
    }
    return {"assignment": assignment, "reason": None, "standing": {}}


def nothing(reason: str) -> dict[str, Any]:
    return {"assignment": None, "reason": reason, "standing": {}}


def submitted(number: int, following: dict[str, Any] | None, *, counted: bool = True) -> dict[str, Any]:
    response = {
        "id": 9,
        "assignment_id": number,
        "counted": counted,
        "submitted_at": "2030-01-01T00:01:00Z",
    }
    return {"response": response, "next": following}
