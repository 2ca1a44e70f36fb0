"""What a replay came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from rich.table import Table

from labeling.replay.figures import written


@dataclass
class Report:
    """Times are in seconds; `differences` is what is not as it should be."""

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
    differences: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.responses / self.seconds if self.seconds else 0.0

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "per_second": self.per_second}

    def as_table(self) -> Table:
        table = Table(title=f"{self.dataset}, {self.mode}: project {self.project}", show_header=False)
        table.add_column(style="dim")
        table.add_column(justify="right")
        table.add_column(style="dim")
        for row in self._rows():
            table.add_row(*row)
        return table

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
        ]


def _ms(seconds: float | None) -> str:
    return "n/a" if seconds is None else f"{seconds * 1000:.1f} ms"
