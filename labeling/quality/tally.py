"""Patterns counted while answers arrive, and subtracted as exactly when they go."""

from collections.abc import Iterator, Mapping

from labeling.quality.patterns import Pattern


class Tally(Mapping[Pattern, int]):
    """How many records show each pattern, in whole numbers: nothing drifts, and order leaves no trace.

    Every figure of agreement takes it as it is.
    """

    def __init__(self) -> None:
        self._records: dict[Pattern, int] = {}

    def add(self, shown: Pattern, records: int = 1) -> None:
        """Count records that show the pattern. ValueError: there would be fewer than none."""
        now = self._records.get(shown, 0) + records
        if now < 0:
            raise ValueError("fewer than no records show a pattern")
        if now:
            self._records[shown] = now
        else:
            self._records.pop(shown, None)

    def remove(self, shown: Pattern, records: int = 1) -> None:
        """Undoes `add`."""
        self.add(shown, -records)

    def move(self, before: Pattern, after: Pattern) -> None:
        """A record has got, lost or changed an answer; () is the pattern of none, and is not counted."""
        if before:
            self.remove(before)
        if after:
            self.add(after)

    def __getitem__(self, shown: Pattern) -> int:
        return self._records[shown]

    def __iter__(self) -> Iterator[Pattern]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)
