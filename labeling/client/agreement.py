"""How far people agree: question by question, part by part, with each other, and over time."""

from typing import TypedDict


class Measure(TypedDict):
    """A figure beside alpha; null with a `reason` where it is undefined."""

    title: str
    value: float | None
    reason: str


class Agreement(TypedDict):
    """Krippendorff's alpha with its 95% interval; null with a `reason` where it is undefined.

    It rests on `answers` to `records` that have two or more. `similarity` is how alike two answers to a record are,
    by what `similarity_title` names; `measures` are more figures, by name.
    """

    question: str
    alpha: float | None
    low: float | None
    high: float | None
    percent: float | None
    reason: str
    records: int
    answers: int
    similarity: float | None
    similarity_title: str | None
    measures: dict[str, Measure]
    updated_at: str | None


class Slice(TypedDict):
    """The agreement on the records with this value, "" where they have none."""

    value: str
    records: int
    answers: int
    alpha: float | None
    low: float | None
    high: float | None
    percent: float | None
    reason: str


class Slices(TypedDict):
    """Those with most records; `left_out` more, with `left_out_records` in all, are not listed."""

    by: str
    slices: list[Slice]
    left_out: int
    left_out_records: int


class Pair(TypedDict):
    """Two annotators, by user name: on `share` of the `common` records they gave the same answer."""

    first: str
    second: str
    common: int
    equal: int
    share: float


class Confirmation(TypedDict):
    """Of the `compared` answers, `agreed` are what most of the others say; `similarity` is to each of the others."""

    annotator: str
    answers: int
    agreed: int
    compared: int
    similarity: float | None


class Reading(TypedDict):
    at: str
    alpha: float | None
    low: float | None
    high: float | None
    records: int
