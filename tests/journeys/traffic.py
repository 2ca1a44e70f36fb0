"""All that an annotator can see of the records dealt to them: each request and answer, and the socket."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from threading import Thread
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

ACTS = {
    "submit": 62,
    "submit and next": 20,
    "draft": 4,
    "undo": 4,
    "skip": 4,
    "flag": 2,
    "release": 2,
    "late": 2,
}
Lapse = Callable[[int], None]
"""Lets the lease of an open assignment run out."""


@dataclass
class Sight:
    """A record as its annotator saw it: figures by name, the forms of the answers, and times, which are noisy."""

    assignment: int
    ref: str
    act: str = ""
    figures: dict[str, float] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


class Annotator:
    """Works as the desk does, with second thoughts now and then, and writes everything down."""

    def __init__(self, url: str, project: int, token: str, cookie: str, lapse: Lapse, seed: int) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=f"{url}/api/v1/", headers=headers, timeout=60, trust_env=False)
        self._url, self._project, self._cookie, self._lapse = url, project, cookie, lapse
        self._random = Random(seed)
        self._heard: list[str] = []
        self.sights: list[Sight] = []

    def work(self, most: int) -> None:
        """Until so many records were seen, or nothing is left."""
        with self._http, self._listening():
            opening = self._next()
            while opening["assignment"] and len(self.sights) < most:
                opening = self._see(opening)
        self._after_all()

    def _next(self) -> dict[str, Any]:
        begun = time.perf_counter()
        answer = self._http.post(f"projects/{self._project}/next?include=html")
        self._answer = answer
        self._waited = time.perf_counter() - begun
        opening: dict[str, Any] = answer.json()
        return opening

    def _see(self, opening: dict[str, Any]) -> dict[str, Any]:
        dealt = opening["assignment"]
        sight = Sight(dealt["id"], dealt["record"])
        self.sights.append(sight)
        self._note_opening(sight, opening)
        self._heard.clear()
        [sight.act] = self._random.choices(list(ACTS), list(ACTS.values()))
        following = self._do(sight, dealt)
        for name, number in Counter(self._heard).items():
            sight.figures[f"socket {name}"] = number
        sight.figures["socket messages"] = len(self._heard)
        return following or self._next()

    def _do(self, sight: Sight, dealt: dict[str, Any]) -> dict[str, Any] | None:
        values = {"mood": self._random.choice(["good", "bad"]), "why": "so it is"}
        path = f"assignments/{dealt['id']}"
        match sight.act:
            case "skip" | "flag":
                self._ask(sight, f"{path}/{sight.act}", {"reason": "a reason"})
            case "release":
                self._ask(sight, f"{path}/release", {})
            case "draft":
                self._ask(sight, f"{path}/draft", {"values": values}, method="PUT")
                self._ask(sight, f"{path}/submit", {"values": values})
            case "undo":
                self._ask(sight, f"{path}/submit", {"values": values})
                self._ask(sight, f"projects/{self._project}/undo", {})
                self._ask(sight, f"{path}/submit", {"values": values, "key": f"again {path}"})
                self._ask(sight, f"{path}/submit", {"values": values, "key": f"again {path}"})
            case "late":
                self._lapse(dealt["id"])
                self._ask(sight, f"{path}/submit", {"values": values})
            case "submit and next":
                body = {"values": values, "next": True}
                following: dict[str, Any] = self._ask(sight, f"{path}/submit?include=html", body)["next"]
                return following
            case _:
                self._ask(sight, f"{path}/submit", {"values": values})
        return None

    def _ask(self, sight: Sight, path: str, body: dict[str, Any], method: str = "POST") -> Any:
        what = f"{sight.act}, {path.partition('?')[0].rpartition('/')[2]}"
        begun = time.perf_counter()
        answer = self._http.request(method, path, json=body)
        self._waited = sight.seconds[what] = time.perf_counter() - begun
        self._answer = answer
        said = answer.json() if answer.content else {}
        own = {name: part for name, part in said.items() if name != "next"}
        sight.figures[f"{what}: status"] = answer.status_code
        sight.figures[f"{what}: length"] = len(json.dumps(own)) - _text(own)
        sight.forms[what] = form(own)
        sight.forms[f"{what}: headers"] = _headers(answer)
        return said

    def _note_opening(self, sight: Sight, opening: dict[str, Any]) -> None:
        """The answer that brought the record, be it of `next` or of the submit before."""
        dealt, answer = opening["assignment"], self._answer
        sight.seconds["until it came"] = self._waited
        sight.forms["opening"] = form(opening)
        sight.forms["opening: headers"] = _headers(answer)
        opened, expires = (_moment(dealt[name]) for name in ("opened_at", "expires_at"))
        sight.figures |= {
            "length beside the text": len(json.dumps(opening)) - _text(opening),
            "came with the submit before": float("response" in answer.json()),
            "place": len(self.sights),
            "ref, first digit": int(sight.ref[0], 16),
            "ref, last digit": int(sight.ref[-1], 16),
            "ref, letters": sum(letter.isalpha() for letter in sight.ref),
            "assignment, last digit": sight.assignment % 10,
            "lease": expires - opened,
            "opened, part of a second": opened % 1,
            "length of the text": len(dealt["fields"]["text"]),
        }
        for name, number in _numbers(opening["standing"]):
            sight.figures[f"standing {name}"] = number

    def _after_all(self) -> None:
        """What can be told only by what came before and after: gaps of numbers, and how the standing moved."""
        seen: dict[str, int] = {}
        for place, sight in enumerate(self.sights):
            before = self.sights[place - 1] if place else None
            after = self.sights[place + 1] if place + 1 < len(self.sights) else None
            if before:
                sight.figures["gap before"] = sight.assignment - before.assignment
            if after:
                sight.figures["gap after"] = after.assignment - sight.assignment
                sight.figures["the next follows at once"] = float(after.assignment - sight.assignment == 1)
            sight.figures["seen before"] = float(sight.ref in seen)
            seen[sight.ref] = place
        self._note_moves()

    def _note_moves(self) -> None:
        """Of each figure of the standing, over the next records: summaries come a moment later."""
        names = [name for name in self.sights[0].figures if name.startswith("standing ")]
        for ahead in (1, 5):
            for now, later in zip(self.sights, self.sights[ahead:], strict=False):
                for name in names:
                    if name in now.figures and name in later.figures:
                        now.figures[f"{name}, {ahead} later"] = later.figures[name] - now.figures[name]
        for sight in self.sights:
            for name in names:
                sight.figures.pop(name, None)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        address = f"{self._url.replace('http', 'ws', 1)}/ws/projects/{self._project}/"
        headers = {"Cookie": self._cookie}
        with connect(address, additional_headers=headers, origin=Origin(self._url), proxy=None) as socket:
            thread = Thread(target=self._listen, args=(socket,), daemon=True)
            thread.start()
            yield
        thread.join()

    def _listen(self, socket: Any) -> None:
        try:
            for message in socket:
                self._heard += json.loads(message)["changed"]
        except ConnectionClosed:
            pass


def form(body: Any) -> str:
    """A body without what differs from record to record anyway: its keys, the types of its values, and what they say."""
    if isinstance(body, dict):
        return "{" + ", ".join(f"{key}: {form(value)}" for key, value in body.items()) + "}"
    if isinstance(body, list):
        return "[" + ", ".join(map(form, body)) + "]"
    if isinstance(body, bool) or body is None:
        return str(body)
    if isinstance(body, str):
        return re.sub(r"[0-9a-f]{20}|text [a-z ]*|\d+", "·", body)
    return type(body).__name__


def _headers(answer: httpx.Response) -> str:
    return ", ".join(
        f"{name}: {re.sub(r'[0-9]+', '·', value)}" for name, value in answer.headers.items() if name != "date"
    )


def _text(body: Any) -> int:
    """How much of a body is the record's own text, numbers whose digits grow with the campaign, or times."""
    if isinstance(body, dict):
        return sum(map(_text, body.values()))
    if isinstance(body, str):
        return len(body)
    return len(str(body)) if isinstance(body, int | float) and not isinstance(body, bool) else 0


def _numbers(body: Any, name: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(body, dict):
        for key, value in body.items():
            yield from _numbers(value, f"{name} {key}".strip())
    elif isinstance(body, int | float):
        yield name, float(body)


def _moment(written: str) -> float:
    return datetime.fromisoformat(written).timestamp()
