"""One record dealt to oneself, and what one can do with it; and an organizer's assigning of records to people."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NotRequired, TypedDict

from labeling.client.leaderboard import OwnStanding
from labeling.client.session import Session


class Feedback(TypedDict):
    """Whether it was right, what is, in words, by question; the explanation is Markdown."""

    passed: bool
    accepted: dict[str, list[str]]
    explanation: str


class Submitted(TypedDict):
    """`counted` is false where the work came too late: it is kept as surplus.

    `feedback` is there while one qualifies, where the campaign gives any.
    """

    id: int
    assignment_id: int
    counted: bool
    submitted_at: str
    feedback: NotRequired[Feedback]


class Qualification(TypedDict):
    """A round of records with known answers: `answered` (or passed over) of `controls`, `needed` right qualify.

    `right` is None where the campaign gives no feedback.
    """

    answered: int
    controls: int
    needed: int
    right: int | None
    round: int
    rounds: int


class Assigned(TypedDict):
    assigned: int
    already: int
    bad: int
    problems: list[dict[str, Any]]


class Pair(TypedDict):
    """A record, by your id (`record`) or by the server's (`record_id`), for a person, by user name."""

    annotator: str
    record: NotRequired[str]
    record_id: NotRequired[int]


@dataclass
class Turn:
    """What the queue says: an assignment, or the reason why there is none, and how oneself is doing.

    Reasons: "waiting" (others hold the last records: ask again later), "complete" (nothing is left for you),
    "draft", "paused" or "finished" (what the project is); "held_back", "rejected" or "excluded" (what one is).
    `qualification` is None for those who work: for others it says where they stand.
    """

    assignment: Assignment | None
    reason: str | None
    standing: OwnStanding
    qualification: Qualification | None


@dataclass
class Assignment:
    """Yours until `expires_at`; the same one comes until it is submitted, skipped, flagged or released.

    `record` is its record's ref, which organizers see with their records. These four bring what comes `after` in the same answer, unless told not to.
    """

    id: int
    record: str
    fields: dict[str, Any]
    opened_at: str
    expires_at: str
    draft: dict[str, Any] | None
    html: str | None
    after: Turn | None = None
    closed: bool = False
    _session: Session = field(kw_only=True, repr=False)
    _nonce: uuid.UUID = field(default_factory=uuid.uuid4, kw_only=True, repr=False)

    def submit(self, values: Mapping[str, Any], *, key: str | None = None, next: bool = True) -> Submitted:  # noqa: A002
        """Answer, by the questions' names. Sent again after a lost connection, it still counts once.

        Raises Unprocessable for answers that do not fit (context `problems`, by question), and Conflict for
        different answers to what has been answered.
        """
        key = key or uuid.uuid5(self._nonce, json.dumps(values, sort_keys=True)).hex
        answer = self._close("submit", {"values": dict(values), "key": key}, next, repeatable=True)
        submitted: Submitted = answer["response"]
        return submitted

    def skip(self, reason: str, *, next: bool = True) -> None:  # noqa: A002
        self._close("skip", {"reason": reason}, next)

    def flag(self, reason: str, *, next: bool = True) -> None:  # noqa: A002
        """Say that the record is broken."""
        self._close("flag", {"reason": reason}, next)

    def release(self, *, next: bool = False) -> None:  # noqa: A002
        """Give it back unanswered."""
        self._close("release", {}, next)

    def save_draft(self, values: Mapping[str, Any]) -> None:
        self._session.request("PUT", f"assignments/{self.id}/draft", body={"values": dict(values)})

    def _close(self, verb: str, body: dict[str, Any], next: bool, *, repeatable: bool = False) -> Any:  # noqa: A002
        answer = self._session.post(
            f"assignments/{self.id}/{verb}", body | {"next": next}, repeatable=repeatable
        )
        self.closed = True
        self.after = turn(self._session, answer["next"]) if answer.get("next") else None
        return answer


def turn(session: Session, wire: Mapping[str, Any]) -> Turn:
    dealt = wire["assignment"]
    found = assignment(session, dealt) if dealt else None
    return Turn(found, wire["reason"], wire["standing"], wire.get("qualification"))


def assignment(session: Session, wire: Mapping[str, Any]) -> Assignment:
    return Assignment(
        id=wire["id"],
        record=wire["record"],
        fields=wire["fields"],
        opened_at=wire["opened_at"],
        expires_at=wire["expires_at"],
        draft=wire["draft"],
        html=wire.get("html"),
        _session=session,
    )


class Assignments:
    """For organizers: which records which people are to answer, ahead of what they are dealt."""

    def __init__(self, session: Session, path: str) -> None:
        self._session = session
        self._path = path

    def assign(self, pairs: Iterable[Pair], *, skip_bad_rows: bool = False) -> Assigned:
        """All of them or none, unless bad ones are to be skipped; what was assigned before counts as `already`."""
        return self._post({"assignments": list(pairs)}, skip_bad_rows)

    def assign_matching(
        self, annotators: Sequence[str], metadata: Mapping[str, Any], *, per_record: int = 1
    ) -> Assigned:
        """Every record whose metadata holds these values, to `per_record` of the people, taking turns."""
        found = {"metadata": dict(metadata)}
        return self._post({"annotators": list(annotators), "filter": found, "per_record": per_record}, False)

    def withdraw(self, annotator: str | None = None) -> int:
        """Take back what was assigned so and is not opened yet, this person's or everybody's; returns how many."""
        body = {"annotator": annotator} if annotator else {}
        withdrawn: int = self._session.post(f"{self._path}/withdraw", body, repeatable=True)["withdrawn"]
        return withdrawn

    def _post(self, body: dict[str, Any], skip_bad_rows: bool) -> Assigned:
        # Assigning is repeatable: a pair that is there already stays as it is.
        assigned: Assigned = self._session.post(
            self._path, body, repeatable=True, skip_bad_rows=skip_bad_rows or None
        )
        return assigned
