"""Any number of options out of a list."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice
from math import comb, fsum
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

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
from projects.questions.options import Options, texts, values
from projects.questions.votes import level, tally


class MultiLabelSettings(Settings):
    """From `least` to `most` options are chosen, any number if `most` is null."""

    options: Options
    least: Annotated[int, Field(ge=0)] = Field(0, description="0 where none of the options may be right.")
    most: Annotated[int, Field(ge=1)] | None = Field(None, description="Leave empty for no limit.")

    @field_validator("least", "most")
    @classmethod
    def no_more_than_there_are(cls, number: int | None, info: ValidationInfo) -> int | None:
        if number is not None and "options" in info.data and number > len(info.data["options"]):
            raise ValueError(f"must be at most {len(info.data['options'])}, the number of options")
        return number

    @field_validator("most")
    @classmethod
    def not_below_least(cls, most: int | None, info: ValidationInfo) -> int | None:
        if most is not None and most < info.data.get("least", 0):
            raise ValueError("must not be less than least")
        return most


class MultiLabel(Kind[MultiLabelSettings]):
    """An answer is the list of the chosen values, in the order of the options; [] where none of them fits."""

    title = "Several labels"
    Settings = MultiLabelSettings
    level = "nominal"
    methods = ("kind",)
    similarity_title = "Mean Jaccard similarity"
    measures = ("alpha_masi", "alpha_jaccard", "alpha_by_dimension")
    tolerance_help = (
        "How far the share of common options among those that either chose may lie below 1;"
        " 0 for exactly the accepted options."
    )

    def clean(self, settings: MultiLabelSettings, answer: Any, fields: Fields = EMPTY) -> list[str]:
        known = values(settings.options)
        if not isinstance(answer, list) or not all(isinstance(value, str) for value in answer):
            raise InvalidAnswer("Choose from the options: a list of their values.")
        chosen = set(answer)
        if not chosen <= set(known):
            raise InvalidAnswer("Choose from the options.")
        if len(chosen) < len(answer):
            raise InvalidAnswer("Choose each option once.")
        if len(chosen) < settings.least:
            raise InvalidAnswer(f"Choose at least {_options(settings.least)}.")
        if settings.most is not None and len(chosen) > settings.most:
            raise InvalidAnswer(f"Choose at most {_options(settings.most)}.")
        return [value for value in known if value in chosen]

    def domain(self, settings: MultiLabelSettings) -> None:
        return None

    def structure(self, settings: MultiLabelSettings) -> object:
        return values(settings.options), settings.least, settings.most

    def unit(self, settings: MultiLabelSettings, answer: list[str]) -> str:
        return compact(answer)

    def from_unit(self, settings: MultiLabelSettings, unit: Unit) -> list[str]:
        found: list[str] = json.loads(str(unit))
        return found

    def expand(self, settings: MultiLabelSettings, pattern: Pattern) -> Iterator[tuple[str, Pattern, int]]:
        """Each option is a dimension, of 1 (chosen) and 0."""
        sets = [(set(json.loads(str(unit))), count) for unit, count in pattern]
        everybody = sum(count for _, count in sets)
        for value in values(settings.options):
            chosen = sum(count for answer, count in sets if value in answer)
            judged = ((0, everybody - chosen), (1, chosen))
            yield value, tuple((unit, count) for unit, count in judged if count), 1

    def dimension_title(self, settings: MultiLabelSettings, dimension: str) -> str:
        return texts(settings.options)[dimension]

    def distance(self, settings: MultiLabelSettings, a: list[str], b: list[str]) -> float:
        """1 - |a and b| / |a or b| (Jaccard 1912); 0 between two empty sets."""
        ours, theirs = set(a), set(b)
        return 1 - len(ours & theirs) / len(ours | theirs) if ours or theirs else 0.0

    def decide(
        self,
        settings: MultiLabelSettings,
        answers: Sequence[list[str]],
        weights: Sequence[float],
        method: str,
    ) -> Consensus:
        """What more than half chose: the set that differs least from all answers, counted option by option.

        Where `least` or `most` forbid that, the best sets that they allow. An option at exactly half may be in or out.
        """
        votes = tally((value, w) for answer, w in zip(answers, weights, strict=True) for value in answer)
        sure, split, fewest, most = _divide(settings, votes, fsum(weights) / 2)
        sizes = range(fewest, most + 1)
        sets = (sure + list(more) for size in sizes for more in combinations(split, size))
        leaders = [self.clean(settings, found) for found in islice(sets, MAX_TIED)]
        if sum(comb(len(split), size) for size in sizes) > 1:
            shown = texts(settings.options)
            reason = f"a tie between {', '.join(shown[value] for value in split)}"
            return Consensus(None, None, tuple(leaders), len(answers), reason)
        share = self.likeness(settings, leaders[0], answers, weights)
        return Consensus(leaders[0], share, (), len(answers))

    def describe(self, settings: MultiLabelSettings, answer: list[str]) -> str:
        shown = texts(settings.options)
        return ", ".join(shown[value] for value in answer) or "None of the options"

    def columns(self, name: str, settings: MultiLabelSettings, answer: list[str] | None) -> dict[str, Scalar]:
        """The list as JSON, and 1 or 0 for each option."""
        cells: dict[str, Scalar] = {name: None if answer is None else compact(answer)}
        for value in values(settings.options):
            cells[f"{name}[{value}]"] = None if answer is None else int(value in answer)
        return cells


def _options(number: int) -> str:
    return "1 option" if number == 1 else f"{number} options"


def _divide(
    settings: MultiLabelSettings, votes: Mapping[str, float], half: float
) -> tuple[list[str], list[str], int, int]:
    """The options that are in, those that are level, and how few and how many of the latter may be in too."""
    known = values(settings.options)
    most = len(known) if settings.most is None else settings.most
    over, at = _against(known, votes, half)
    if settings.least - len(at) <= len(over) <= most:
        return over, at, max(0, settings.least - len(over)), min(len(at), most - len(over))
    # The bound cuts elsewhere: at the votes of the last option that it lets in, or makes in.
    cut = min(max(len(over), settings.least), most)
    over, at = _against(known, votes, sorted((votes.get(value, 0) for value in known), reverse=True)[cut - 1])
    return over, at, cut - len(over), cut - len(over)


def _against(known: Sequence[str], votes: Mapping[str, float], border: float) -> tuple[list[str], list[str]]:
    """The options with more votes than that, and with as many."""
    at = [value for value in known if level(votes.get(value, 0), border)]
    return [value for value in known if votes.get(value, 0) > border and value not in at], at
