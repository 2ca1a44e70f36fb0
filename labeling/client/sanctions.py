"""Warnings and pauses, and what annotators and reviewers do about them."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from labeling.client.collection import Collection
from labeling.client.session import Session


class Figure(TypedDict):
    what: str
    value: str


class OwnSanction(TypedDict):
    """`why` in a sentence; `verdict` is "" while nobody has decided, later "lifted" or "confirmed"."""

    kind: str
    why: str
    figures: list[Figure]
    made_at: str
    seen_at: str | None
    appeal: str
    appealed_at: str | None
    verdict: str
    note: str
    decided_at: str | None


class Sanction(OwnSanction):
    id: int
    annotator: str
    cause: str
    rule: str
    trial: bool
    evidence: dict[str, Any]
    made_by: str | None
    decided_by: str | None


class Suspicion(TypedDict):
    """Evidence for a reviewer, in a sentence; the greater `weight`, the stranger, within a kind."""

    kind: str
    annotator: str
    other: str | None
    weight: float
    figures: dict[str, Any]
    sentence: str
    found_at: str


class Sanctions(Collection[Sanction]):
    """For reviewers; appeals come first."""

    def find(self, state: Literal["open", "appealed", "decided", "trial"]) -> Collection[Sanction]:
        return Collection(self._session, self._path, state=state)

    def impose(self, annotator: str, kind: Literal["warning", "pause"], reason: str) -> Sanction:
        """Warn or pause somebody, who reads the reason. Raises Conflict where they are paused already."""
        body = {"annotator": annotator, "kind": kind, "reason": reason}
        made: Sanction = self._session.post(self._path, body)
        return made

    def lift(self, id: int, note: str = "") -> Sanction:  # noqa: A002
        return self._decide(id, "lift", note)

    def confirm(self, id: int, note: str = "") -> Sanction:  # noqa: A002
        return self._decide(id, "confirm", note)

    def _decide(self, id: int, verdict: str, note: str) -> Sanction:  # noqa: A002
        path = f"{self._path}/{id}/{verdict}"
        decided: Sanction = self._session.post(path, {"note": note}, repeatable=True)
        return decided


class Own:
    """One's own: what holds one back, or else the latest warning or verdict that one has not dismissed."""

    def __init__(self, session: Session, path: str) -> None:
        self._session = session
        self._path = path

    def get(self) -> OwnSanction | None:
        found: OwnSanction | None = self._session.get(self._path)["sanction"]
        return found

    def appeal(self, text: str) -> OwnSanction:
        """Once. Raises Conflict where that was done, or there is nothing to appeal against."""
        appealed: OwnSanction = self._session.post(f"{self._path}/appeal", {"text": text})["sanction"]
        return appealed

    def dismiss(self) -> None:
        self._session.post(f"{self._path}/dismiss", repeatable=True)
