"""Points: being right is what counts, and not being fast: no time enters.

What others' answers say of somebody is their agreement with them minus the agreement that answering with the same
shares, whatever the record, would give (A. Dasgupta and A. Ghosh, Crowdsourced Judgement Elicitation with Endogenous
Proficiency, WWW 2013). With e_w the sum over values of own share x campaign's share, D the campaign's mean of D_w
over labels, and E the sum of squares of the campaign's shares, which is the mean of e_w over labels:

    peer     D_w = mean share of the others' answers that equal mine - e_w, over the labels that stand beside others'
    skill    r_w = D_w / sqrt(D (1 - E)), clipped to 0..1

Where errors are independent, D_w is the product of both sides' skills; so dividing by the root of its mean takes out
that the others err too (C. Spearman's correction for attenuation): always right is 1, at random 0. With c the
accuracy at random, g controls with h of them right, m labels beside others', and a prior worth 20 labels of the
campaign's median quality M:

    quality  Q_w = (2 h + m (c + (1 - c) r_w) + 20 M) / (2 g + m + 20)
    points       = counted labels x max(0, (Q_w - c) / (1 - c))

People are ranked by the lower bound of Q_w, so that nobody leads by a few lucky labels.

Where a campaign asks several questions, values are pairs (question, value), and shares are those within a question.
Where possible answers are not listed, what is compared is likeness, and instead of the product of the shares the
agreement with the answers to other records is expected.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum, sqrt
from statistics import median
from typing import Annotated, Any, TypeVar

from pydantic import Field

from labeling.quality.consensus import Value
from labeling.quality.ranking import standing
from projects.kinds import Settings

Person = TypeVar("Person", bound=Hashable)

CONTROL = 2.0  # a control says as much as so many labels
NOTHING = 1e-9  # less agreement beyond chance than this is a rounding error


class Scoring(Settings):
    """`least` valid labels to be ranked; `daily` caps those that count per day; `prior` is worth so many labels."""

    least: Annotated[int, Field(ge=1, le=1_000_000)] = 20
    daily: Annotated[int, Field(ge=1, le=100_000)] | None = None
    prior: Annotated[float, Field(gt=0, le=10_000)] = 20.0
    confidence: Annotated[float, Field(gt=0.5, lt=1)] = 0.9


@dataclass(frozen=True, slots=True)
class Work:
    """An annotator's sufficient counts, without what was excluded.

    `days` has the number of valid labels of each day. `values` counts by value the labels that stand beside
    others', and `agreement` sums over them the share of the others' answers that equal the own one. Labels without
    listed values are `unlisted` instead, and `elsewhere` sums over these the share of answers to other records that
    are like the own one.
    """

    days: Sequence[int]
    agreement: float = 0.0
    values: Mapping[Any, int] = field(default_factory=dict)
    controls: int = 0
    hits: int = 0
    unlisted: int = 0
    elsewhere: float = 0.0

    @property
    def compared(self) -> int:
        return sum(self.values.values()) + self.unlisted


@dataclass(frozen=True, slots=True)
class Crowd:
    """The campaign as one annotator's points need it: the values' shares, sqrt(D (1 - E)), the median quality.

    `scale` is 0 where people agree no better than at random: then agreement says nothing of anybody.
    """

    shares: Mapping[Any, float]
    scale: float
    median: float
    chance: float


@dataclass(frozen=True, slots=True)
class Points:
    """An annotator's points with every part they are made of, in that order; None where there is nothing to go by.

    `ranked` is False below the least number of labels.
    """

    labels: int
    counted: int
    controls: int
    hits: int
    compared: int
    agreement: float | None
    expected: float | None
    peer: float | None
    skill: float | None
    median: float
    chance: float
    quality: float
    low: float
    points: float
    ranked: bool


def share_equal(own: Value, counts: Mapping[Value, int]) -> float | None:
    """The share of the others' answers to a record that equal the own one; None where there are no others.

    `counts` holds all answers, the own one included (KeyError otherwise).
    """
    equal, others = counts[own] - 1, sum(counts.values()) - 1
    return equal / others if others else None


def crowd(works: Iterable[Work], settings: Scoring, *, chance: float) -> Crowd:
    """The campaign of all its annotators; `chance` is the accuracy of answering at random.

    Where nobody has evidence worth `least` labels, the median quality is chance: no points on credit.
    """
    everybody = list(works)
    values: Counter[Any] = Counter()
    for work in everybody:
        values.update(work.values)
    shares = _shares(values)
    scale = _scale(everybody, shares)
    evidence = [_evidence(work, _skill(work, shares, scale), chance) for work in everybody]
    known = [right / weight for right, weight in evidence if weight >= settings.least]
    return Crowd(shares, scale, median(known) if known else chance, chance)


def points(work: Work, crowd: Crowd, settings: Scoring) -> Points:
    skill = _skill(work, crowd.shares, crowd.scale)
    right, weight = _evidence(work, skill, crowd.chance)
    quality = min(1.0, (right + settings.prior * crowd.median) / (weight + settings.prior))
    counted = sum(min(day, settings.daily or day) for day in work.days)
    return Points(
        labels=sum(work.days),
        counted=counted,
        controls=work.controls,
        hits=work.hits,
        compared=work.compared,
        agreement=work.agreement / work.compared if work.compared else None,
        expected=_expected(work, crowd.shares),
        peer=_peer(work, crowd.shares),
        skill=skill,
        median=crowd.median,
        chance=crowd.chance,
        quality=quality,
        low=_low(quality, work.controls, weight + settings.prior, settings.confidence),
        points=counted * max(0.0, (quality - crowd.chance) / (1 - crowd.chance)),
        ranked=sum(work.days) >= settings.least,
    )


def ranks(standings: Mapping[Person, Points]) -> dict[Person, int]:
    """The rank of each who has one, best first, by the lower bound; equals share the best of their places."""
    shown = sorted(
        (person for person, found in standings.items() if found.ranked), key=lambda p: -standings[p].low
    )
    best: dict[float, int] = {}
    return {
        person: best.setdefault(standings[person].low, place) for place, person in enumerate(shown, start=1)
    }


def _shares(values: Counter[Any]) -> dict[Any, float]:
    totals: Counter[Any] = Counter()
    for value, count in values.items():
        totals[_question(value)] += count
    return {value: count / totals[_question(value)] for value, count in values.items()}


def _question(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else None


def _scale(everybody: Sequence[Work], shares: Mapping[Any, float]) -> float:
    """With D and E as means over labels, whatever the values."""
    compared = sum(work.compared for work in everybody)
    if not compared:
        return 0.0
    known = [work for work in everybody if work.compared]
    expected = fsum(work.compared * (_expected(work, shares) or 0.0) for work in known) / compared
    agreement = fsum(work.agreement for work in known) / compared
    gain = agreement - expected
    return sqrt(gain * (1 - expected)) if gain > NOTHING else 0.0


def _expected(work: Work, shares: Mapping[Any, float]) -> float | None:
    if not work.compared:
        return None
    listed = fsum(count * shares[value] for value, count in work.values.items())
    return (listed + work.elsewhere) / work.compared


def _peer(work: Work, shares: Mapping[Any, float]) -> float | None:
    expected = _expected(work, shares)
    return None if expected is None else work.agreement / work.compared - expected


def _skill(work: Work, shares: Mapping[Any, float], scale: float) -> float | None:
    peer = _peer(work, shares)
    return min(1.0, max(0.0, peer / scale)) if peer is not None and scale else None


def _evidence(work: Work, skill: float | None, chance: float) -> tuple[float, float]:
    """How many were right, as far as is known, of how many: controls at their weight, and labels by skill."""
    labels = 0 if skill is None else work.compared
    right = CONTROL * work.hits + labels * (chance + (1 - chance) * (skill or 0.0))
    return right, CONTROL * work.controls + labels


def _low(quality: float, controls: int, weight: float, confidence: float) -> float:
    """The lower bound of a quality: a control is one observation, and not two, so L. Kish's effective number counts."""
    effective = weight**2 / (weight + CONTROL * (CONTROL - 1) * controls)
    return standing(quality * effective, effective, confidence) or 0.0
