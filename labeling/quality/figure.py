"""What every coefficient comes to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A value, or the reason why there is none."""

    value: float | None
    reason: str = ""


NO_PAIR = Figure(None, "no record has two answers yet")
ONE_VALUE = Figure(None, "everybody gave one value")
