"""Who agrees with whom on a question, from the pairs of the last assessment."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from accounts.models import User
from labeling.models import Confirmation, Pair
from projects.models import Question

LEAST: Final = 10
"""Common records below which a share says little."""
SHOWN: Final = 12


@dataclass(frozen=True)
class Cell:
    """`share` of the `common` records that both answered alike; None below LEAST of them."""

    common: int
    equal: int

    @property
    def share(self) -> float | None:
        return self.equal / self.common if self.common >= LEAST else None

    @property
    def step(self) -> int:
        """Of the share, 0 to 4: how strongly the cell is tinted."""
        return min(4, int(5 * (self.share or 0)))


@dataclass(frozen=True)
class Row:
    """`cells` has one for each annotator of the matrix; None for oneself, and where nothing is in common."""

    annotator: User
    cells: list[Cell | None]


def pairs_of(question: Question, *, least: int = LEAST, annotator: str | None = None) -> QuerySet[Pair]:
    """Pairs with so many records in common, those with most first; of one person where a user name is given."""
    found = Pair.objects.filter(question=question, common__gte=least).select_related("first", "second")
    if annotator is not None:
        found = found.filter(Q(first__username=annotator) | Q(second__username=annotator))
    return found.order_by("-common", "first_id", "second_id")


def matrix_of(question: Question) -> list[Row]:
    """The annotators with most answers, each with all of them."""
    active = Confirmation.objects.filter(question=question).select_related("annotator")
    people = [one.annotator for one in active.order_by("-answers", "annotator_id")[:SHOWN]]
    ids = [person.pk for person in people]
    pairs = Pair.objects.filter(question=question, first__in=ids, second__in=ids)
    known: dict[tuple[int, int], Cell] = {}
    for pair in pairs:
        known[pair.first_id, pair.second_id] = Cell(pair.common, pair.equal)
    return [
        Row(
            person,
            [known.get((min(person.pk, other.pk), max(person.pk, other.pk))) for other in people],
        )
        for person in people
    ]
