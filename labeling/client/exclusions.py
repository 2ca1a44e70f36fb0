"""Answers taken out of everything that is counted, and restored; for reviewers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NotRequired, TypedDict

from labeling.client.collection import Collection


class Alpha(TypedDict):
    before: float | None
    after: float | None


class Figures(TypedDict):
    """`reopened` records want answers again; `flipped` ones get another consensus, or none; `alpha` by question."""

    answers: int
    records: int
    reopened: int
    people: int
    others: int
    flipped: int
    revoked: int
    alpha: dict[str, Alpha]


class Flip(TypedDict):
    record_id: int
    external_id: str | None
    question: str
    before: Any
    after: Any


class Preview(Figures):
    """`flips` has the first of what flips; `control` what suspending it would do, where the record is one."""

    flips: list[Flip]
    control: dict[str, Any] | None


class Exclusion(TypedDict):
    """`whole`: the annotator is barred. `answers` are those it holds now, `summary` what the preview said."""

    id: int
    annotator: str | None
    record_id: int | None
    external_id: str | None
    since: str | None
    until: str | None
    whole: bool
    reason: str
    answers: int
    summary: Figures | None
    made_at: str
    made_by: str
    restored_at: str | None
    restored_by: str | None


class Scope(TypedDict):
    """Whose answers, or those to which record, or both; and of when. A period without an end ends now."""

    annotator: NotRequired[str]
    record: NotRequired[str]
    record_id: NotRequired[int]
    since: NotRequired[datetime | str]
    until: NotRequired[datetime | str]
    since_last_passed_control: NotRequired[bool]


class Exclusions(Collection[Exclusion]):
    """Those in force first, then the restored ones."""

    def preview(self, scope: Scope) -> Preview:
        """What excluding these would change; changes nothing."""
        preview: Preview = self._session.post(f"{self._path}/preview", _body(scope), repeatable=True)
        return preview

    def exclude(self, scope: Scope, *, reason: str) -> Exclusion:
        """Nothing is deleted. Whoever is excluded without a period or a record is dealt nothing more.

        Raises Conflict where no answer in it counts, and for a control, which is suspended instead.
        """
        body = _body(scope) | {"reason": reason}
        made: Exclusion = self._session.post(self._path, body, repeatable=True)
        return made

    def restore(self, id: int) -> Exclusion:  # noqa: A002
        """The same answers count again."""
        restored: Exclusion = self._session.post(f"{self._path}/{id}/restore", repeatable=True)
        return restored


def _body(scope: Scope) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in scope.items()
    }
