"""The part of a recorded campaign that is replayed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import cast

from labeling.client.records import Record
from labeling.demo import Dataset, Vote
from labeling.replay.figures import Figures, figures


@dataclass(frozen=True)
class Recording:
    """All of a dataset, or its first `limit` records and the votes on these; less the records in `without`."""

    dataset: Dataset
    limit: int | None = None
    without: frozenset[str] = frozenset()

    @cached_property
    def records(self) -> list[Record]:
        """Each asks for exactly as many answers as it got."""
        some = islice(self.dataset.records(), self.limit)
        return [
            cast(Record, {**record, "overlap": self.wanted[record["external_id"]]})
            for record in some
            if record["external_id"] not in self.without
        ]

    @cached_property
    def wanted(self) -> Counter[str]:
        """Answers by record."""
        return Counter(vote.record for vote in self.dataset.votes())

    @cached_property
    def votes(self) -> list[Vote]:
        ids = {record["external_id"] for record in self.records}
        return [vote for vote in self.dataset.votes() if vote.record in ids]

    @cached_property
    def people(self) -> list[str]:
        return sorted({vote.annotator for vote in self.votes})

    @cached_property
    def figures(self) -> Figures:
        return figures(self.votes, self.dataset.truth())

    @property
    def whole(self) -> bool:
        return not self.without and (self.limit is None or self.limit > len(self.records))

    @property
    def most_answers(self) -> int:
        """Of one record: fewer people than these cannot give them."""
        return max(self.wanted[str(record["external_id"])] for record in self.records)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Who answered which record."""
        for vote in self.votes:
            yield vote.record, vote.annotator
