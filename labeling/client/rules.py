"""A campaign's rules, and what they would have done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

from labeling.client.session import Session


class Condition(TypedDict):
    """`figure` is one of the collector's; `operator` one of <, <=, ==, >=, >."""

    figure: str
    operator: str
    number: float


class Rule(TypedDict):
    """When all conditions hold on what is collected, the action follows; on trial it is only written down.

    `collector` has its `kind`, such as "fast_answers", and its settings.
    """

    name: str
    collector: dict[str, Any]
    conditions: list[Condition]
    action: Literal["notify", "warn", "pause", "cap"]
    trial: bool


class Fired(TypedDict):
    """A rule would have fired; the annotator has given so many answers `later`."""

    annotator: str
    rule: str
    action: str
    at: str
    figures: dict[str, float | None]
    later: int


class Rules:
    def __init__(self, session: Session, path: str) -> None:
        self._session = session
        self._path = path

    def get(self) -> list[Rule]:
        found: list[Rule] = self._session.get(self._path)["rules"]
        return found

    def put(self, rules: Iterable[Rule | Mapping[str, Any]]) -> list[Rule]:
        """These are the rules from now on; they look at everything so far."""
        body = {"rules": list(rules)}
        stored: list[Rule] = self._session.request("PUT", self._path, body=body)["rules"]
        return stored

    def backtest(self, rules: Iterable[Rule | Mapping[str, Any]] | None = None) -> list[Fired]:
        """Replay these rules, or the campaign's own, on everything that has happened. Changes nothing."""
        body = {} if rules is None else {"rules": list(rules)}
        fired: list[Fired] = self._session.post(f"{self._path}/backtest", body, repeatable=True)["fired"]
        return fired
