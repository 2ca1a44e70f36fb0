"""What the answers to a record say together, and where that comes from."""

from __future__ import annotations

from typing import Any, TypedDict

from labeling.client.adjudications import Adjudication
from labeling.client.collection import Collection


class Agreed(TypedDict):
    """`value` is null while undecided, and `tied` then holds the answers that share the lead.

    `method` says how it was found: `posterior` is its probability, where a model gives one, `error` the standard error
    of a number, `similarity` how alike the answers are. An `adjudicated` one is a reviewer's decision.
    """

    value: Any
    tied: list[Any]
    share: float | None
    answers: int
    method: str
    posterior: float | None
    error: float | None
    similarity: float | None
    adjudicated: bool
    updated_at: str


class Consensus(Agreed):
    id: int
    record_id: int
    external_id: str | None
    question: str


class Traced(Agreed):
    """`basis` has the numbers of the responses, their weights and the time of the fit, as the method used them."""

    basis: dict[str, Any]


class Given(TypedDict):
    """One answer; its `state` is "counted", "surplus" (it came too late), "excluded" or "control"."""

    response: int
    annotator: str
    value: Any
    state: str
    passed: bool | None
    exclusion: int | None
    weight: float | None
    submitted_at: str


class Provenance(TypedDict):
    question: str
    consensus: Traced | None
    fitted_at: str | None
    adjudication: Adjudication | None
    responses: list[Given]


class ConsensusList(Collection[Consensus]):
    def provenance(self, record_id: int) -> list[Provenance]:
        """By question, everything that the consensus of this record rests on."""
        found: list[Provenance] = self._session.get(f"records/{record_id}/provenance")
        return found
