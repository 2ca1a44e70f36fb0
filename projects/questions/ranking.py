"""All options, from the best to the worst."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from projects.kinds import Settings
from projects.questions.base import (
    EMPTY,
    MAX_TIED,
    Consensus,
    Fields,
    InvalidAnswer,
    Kind,
    Pattern,
    Scalar,
    Unit,
    compact,
)
from projects.questions.options import Option, distinct, texts, values
from projects.questions.orders import Tiers, best, tau_b

MAX_RANKED = 20

Tiered = list[list[str]]


class RankingSettings(Settings):
    options: Annotated[
        tuple[Option, ...], Field(max_length=MAX_RANKED, strict=False), AfterValidator(distinct(2))
    ]
    ties: bool = Field(False, description="Options may share a place.")


class Ranking(Kind[RankingSettings]):
    """An answer is a list of tiers, best first, each a list of values in the order of the options."""

    title = "Ranking"
    Settings = RankingSettings
    level = "nominal"
    methods = ("kind",)
    similarity_title = "Mean rank agreement, (Kendall's tau-b + 1) / 2"
    measures = ("mean_tau", "concordance")
    tolerance_help = (
        "Roughly the share of pairs of options that may be the other way round:"
        " how far (tau-b + 1) / 2 may lie below 1; 0 for exactly the accepted order."
    )

    def clean(self, settings: RankingSettings, answer: Any, fields: Fields = EMPTY) -> Tiered:
        """From outside also a flat list of the values, where none share a place."""
        if not isinstance(answer, list):
            raise InvalidAnswer("Rank the options: a list, best first.")
        tiers = [[tier] if isinstance(tier, str) else tier for tier in answer]
        if not all(isinstance(tier, list) and tier for tier in tiers):
            raise InvalidAnswer("Rank the options: a list, best first, of values or of lists of values.")
        ranked = [value for tier in tiers for value in tier]
        known = values(settings.options)
        if not all(isinstance(value, str) and value in known for value in ranked):
            raise InvalidAnswer("Rank the options, and nothing else.")
        if len(ranked) != len(known) or len(set(ranked)) != len(known):
            raise InvalidAnswer("Rank every option, each once.")
        if not settings.ties and len(tiers) < len(known):
            raise InvalidAnswer("Two options cannot share a place.")
        return [[value for value in known if value in tier] for tier in tiers]

    def domain(self, settings: RankingSettings) -> None:
        return None

    def structure(self, settings: RankingSettings) -> object:
        return values(settings.options), settings.ties

    def unit(self, settings: RankingSettings, answer: Tiered) -> str:
        return compact(answer)

    def from_unit(self, settings: RankingSettings, unit: Unit) -> Tiered:
        found: Tiered = json.loads(str(unit))
        return found

    def expand(self, settings: RankingSettings, pattern: Pattern) -> Iterator[tuple[str, Pattern, int]]:
        """Each pair of options is judged: which of the two, in the order of the options, is ahead."""
        votes = [(_places(settings, json.loads(str(unit))), count) for unit, count in pattern]
        for i, j in combinations(range(len(settings.options)), 2):
            judged: Counter[str] = Counter()
            for places, count in votes:
                ahead = places[i] - places[j]
                judged["tied" if not ahead else "first" if ahead < 0 else "second"] += count
            yield "", tuple(sorted(judged.items())), 1

    def distance(self, settings: RankingSettings, a: Tiered, b: Tiered) -> float:
        """(1 - tau-b) / 2."""
        return (1 - tau_b(_places(settings, a), _places(settings, b))) / 2

    def decide(
        self, settings: RankingSettings, answers: Sequence[Tiered], weights: Sequence[float], method: str
    ) -> Consensus:
        """The ranking that is closest to all answers; `orders.best` says in which sense."""
        votes = [(_places(settings, answer), weight) for answer, weight in zip(answers, weights, strict=True)]
        leaders = [_tiered(settings, found) for found in islice(best(votes, settings.ties), MAX_TIED + 1)]
        if len(leaders) > 1:
            reason = "several rankings fit equally well"
            return Consensus(None, None, tuple(leaders[:MAX_TIED]), len(answers), reason)
        share = self.likeness(settings, leaders[0], answers, weights)
        return Consensus(leaders[0], share, (), len(answers))

    def describe(self, settings: RankingSettings, answer: Tiered) -> str:
        shown = texts(settings.options)
        return " > ".join(" = ".join(shown[value] for value in tier) for tier in answer)

    def columns(self, name: str, settings: RankingSettings, answer: Tiered | None) -> dict[str, Scalar]:
        """The tiers as JSON, and the place of each option: 1 and the number of options ahead of it."""
        place: dict[str, int] = {}
        for tier in answer or ():
            place |= dict.fromkeys(tier, len(place) + 1)
        cells: dict[str, Scalar] = {name: None if answer is None else compact(answer)}
        for value in values(settings.options):
            cells[f"{name}[{value}]"] = place.get(value)
        return cells


def _places(settings: RankingSettings, answer: Tiered) -> list[int]:
    """The tier of each option, in the order of the options."""
    tier_of = {value: at for at, tier in enumerate(answer) for value in tier}
    return [tier_of[value] for value in values(settings.options)]


def _tiered(settings: RankingSettings, tiers: Tiers) -> Tiered:
    known = values(settings.options)
    return [[known[option] for option in tier] for tier in tiers]
