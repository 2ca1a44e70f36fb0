"""What a replay came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table

from labeling.replay.figures import written
from labeling.replay.review import Review
from labeling.replay.weighing import SHOWN, Suspect


@dataclass
class Report:
    """Times are in seconds; `differences` is what is not as it should be. `weighed` is accuracy by Dawid and Skene."""

    dataset: str
    mode: str
    project: int
    records: int
    annotators: int
    responses: int
    surplus: int
    seconds: float
    submit_p50: float | None
    submit_p95: float | None
    next_p50: float | None
    next_p95: float | None
    failures: int
    retries: int
    lag: float
    alpha: float | None
    alpha_expected: float | None
    accuracy: float | None
    accuracy_expected: float | None
    weighed: float | None
    suspects: tuple[Suspect, ...] = ()
    review: Review | None = None
    differences: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.responses / self.seconds if self.seconds else 0.0

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "per_second": self.per_second}

    def as_table(self) -> RenderableType:
        parts = [_table(f"{self.dataset}, {self.mode}: project {self.project}", self._rows())]
        if self.suspects:
            parts.append(_suspects(self.suspects))
        if self.review:
            parts += [_comparison(self.review), _excluded(self.review)]
        return Group(*parts)

    def _rows(self) -> list[tuple[str, str, str]]:
        return [
            ("records", f"{self.records:,}", ""),
            ("annotators", f"{self.annotators:,}", ""),
            ("responses", f"{self.responses:,}", f"and {self.surplus:,} surplus" if self.surplus else ""),
            ("time", f"{self.seconds:.1f} s", f"derived numbers {self.lag:.1f} s later"),
            ("responses per second", f"{self.per_second:.0f}", ""),
            ("submit, with the next record", _ms(self.submit_p50), f"p95 {_ms(self.submit_p95)}"),
            ("next", _ms(self.next_p50), f"p95 {_ms(self.next_p95)}"),
            ("failures", f"{self.failures:,}", f"{self.retries:,} retries"),
            ("alpha", written(self.alpha), f"expected {written(self.alpha_expected)}"),
            ("majority accuracy", written(self.accuracy), f"expected {written(self.accuracy_expected)}"),
            ("Dawid-Skene accuracy", written(self.weighed), ""),
        ]


def _suspects(suspects: tuple[Suspect, ...]) -> Table:
    table = Table(title=f"{len(suspects)} suspects, by what the others answered")
    for column in ("annotator", "answers", "evidence", "really right"):
        table.add_column(column, justify="left" if column == "annotator" else "right")
    for one in suspects[:SHOWN]:
        table.add_row(one.annotator, f"{one.votes:,}", f"{one.evidence:.1f}", written(one.accuracy))
    return table


def _comparison(review: Review) -> Table:
    before, after = review.before, review.after
    table = Table(title=f"{review.clickers} people click at random; {review.controls} controls")
    for column in ("", "before", "after"):
        table.add_column(column, justify="right" if column else "left")
    table.add_row("answers", f"{before.figures.responses:,}", f"{after.figures.responses:,}")
    table.add_row("alpha", written(before.figures.alpha), written(after.figures.alpha))
    table.add_row("majority accuracy", written(before.figures.accuracy), written(after.figures.accuracy))
    table.add_row("Dawid-Skene accuracy", written(before.weighed), written(after.weighed))
    return table


def _excluded(review: Review) -> Table:
    table = Table(
        title=f"{review.caught} of {review.clickers} clickers paused, after a median of "
        f"{_number(review.controls_until_caught)} controls; {review.honest} honest people"
    )
    for column in ("excluded", "", "controls failed", "answers", "records reopened", "consensus flipped"):
        table.add_column(column, justify="left" if column in ("excluded", "") else "right")
    for one in review.excluded:
        kind = "clicks" if one.clicks else "honest"
        failed = f"{one.failed} of {one.controls}"
        table.add_row(one.person, kind, failed, f"{one.answers:,}", f"{one.reopened:,}", f"{one.flipped:,}")
    return table


def _table(title: str, rows: list[tuple[str, str, str]]) -> Table:
    table = Table(title=title, show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right")
    table.add_column(style="dim")
    for row in rows:
        table.add_row(*row)
    return table


def _number(number: float | None) -> str:
    return "n/a" if number is None else f"{number:g}"


def _ms(seconds: float | None) -> str:
    return "n/a" if seconds is None else f"{seconds * 1000:.1f} ms"
