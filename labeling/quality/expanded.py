"""A question's answers as the judgements that agreement is computed on.

One answer may hold many judgements: a set of labels says yes or no to every option, a marked text gives every
character a label. They are compared judgement by judgement; but a record's judgements come and go together.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from labeling.quality.patterns import Pattern, pairable, size

Expand = Callable[[Pattern], Iterable[tuple[str, Pattern, int]]]
"""A record's pattern of answers, taken apart: a dimension, a pattern of judgements, how many units show it."""


class Part(NamedTuple):
    """Units of the same judgements, of the records with one pattern."""

    place: int  # of the records' pattern in `Expanded.shown`
    judged: Pattern
    times: int  # how many such units each of the records has


@dataclass(frozen=True)
class Expanded:
    """The records with two or more answers, and per dimension what was judged on them, in order of place."""

    shown: list[tuple[Pattern, int]]
    dimensions: dict[str, list[Part]]

    @property
    def basis(self) -> tuple[int, int, int]:
        """Records, answers on them, and pairs of answers to the same record."""
        sizes = [(size(shown), records) for shown, records in self.shown]
        return (
            sum(records for _, records in sizes),
            sum(records * n for n, records in sizes),
            sum(records * (n * (n - 1) // 2) for n, records in sizes),
        )


Shown = Mapping[Pattern, int] | Expanded
"""How many records show each pattern, or the same taken apart before (once for several figures)."""


def whole(shown: Pattern) -> Iterable[tuple[str, Pattern, int]]:
    """An answer is one judgement."""
    return (("", shown, 1),)


def expanded(shown: Shown, expand: Expand = whole) -> Expanded:
    """Calls `expand` once for each distinct pattern; units with a single judgement are left out.

    What is expanded already stays as it is. Raises what `pairable` raises.
    """
    if isinstance(shown, Expanded):
        return shown
    pairs = pairable(shown)
    if expand is whole:
        units = [Part(place, one, 1) for place, (one, _) in enumerate(pairs)]
        return Expanded(pairs, {"": units} if units else {})
    dimensions: dict[str, list[Part]] = {}
    for place, (one, _) in enumerate(pairs):
        for dimension, judged, times in expand(one):
            if times and size(judged) >= 2:
                dimensions.setdefault(dimension, []).append(Part(place, judged, times))
    return Expanded(pairs, dimensions)
