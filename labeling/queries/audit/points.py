"""Everybody's points and ranks, computed again from the raw responses by the formulas of labeling.quality.points."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from math import isclose, sqrt
from statistics import NormalDist, fmean, median
from typing import Any

from labeling.models import Control, Exclusion, Progress, Response, Standing, policy_of
from labeling.quality.policy import Standings
from labeling.queries.audit.difference import Difference
from labeling.queries.audit.votes import Votes
from projects.models import Project, Question

# Sums in another order.
CLOSE = 1e-9


@dataclass
class Person:
    """`shares` and `chances`, label by label: how many of the others agree, and how many would at random."""

    days: Counter[date] = field(default_factory=Counter)
    shares: list[float] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    grades: list[bool] = field(default_factory=list)


def points(project: Project, comparable: Iterable[tuple[Question, Votes]]) -> Iterator[Difference]:
    """Only where nothing happened since the last batch: what is newer shall not be seen in it."""
    progress = Progress.objects.filter(project=project).first()
    if not progress or not progress.ranked_at:
        return
    if progress.changed_at is None or progress.changed_at >= progress.ranked_at:
        return
    settings = policy_of(project).standings
    people = _people(project, comparable)
    qualities = _qualities(people, settings, _at_random(project))
    lows = {who: low for who, (low, _) in qualities.items() if people[who].days.total() >= settings.least}
    for row in Standing.objects.filter(project=project).order_by("annotator"):
        who, mine = row.annotator_id, lows.get(row.annotator_id)
        _, earned = qualities.get(who, (0.0, 0.0))
        for name, stored, counted in (("points", row.points, earned), ("score", row.score, mine)):
            if not _same(stored, counted):
                yield Difference("ranking", f"annotator {who}, {name}", stored, counted)
        places = _places(mine, lows.values())
        if row.rank not in places:
            yield Difference("ranking", f"annotator {who}, rank", row.rank, places[0])


def _places(mine: float | None, lows: Collection[float]) -> Sequence[int | None]:
    """The ranks that this bound may have: more than one where others are as good but for a rounding error."""
    if mine is None:
        return [None]
    better = sum(low > mine + CLOSE for low in lows)
    as_good = sum(mine - CLOSE <= low <= mine + CLOSE and low != mine for low in lows)
    return range(1 + better, 2 + better + as_good)


def _people(project: Project, comparable: Iterable[tuple[Question, Votes]]) -> dict[int, Person]:
    people: dict[int, Person] = defaultdict(Person)
    force = Control.objects.filter(project=project, state__in=("active", "retired"))
    evidence = set(force.values_list("record", flat=True))
    everything = {"record": None, "since": None, "until": None, "restored_at": None}
    barred = set(Exclusion.objects.filter(project=project, **everything).values_list("annotator", flat=True))
    rows = Response.objects.filter(project=project).order_by("pk").select_related("assignment")
    for response in rows.defer("values").iterator(chunk_size=5000):
        who = response.annotator_id
        if response.counted:
            people[who].days[response.submitted_at.astimezone(UTC).date()] += 1
            continue
        check = response.assignment.purpose == "control" and response.record_id in evidence
        if check and response.passed is not None and response.exclusion_id is None and who not in barred:
            people[who].grades.append(response.passed)
    for question, votes in comparable:
        _compare(question, votes, people)
    return dict(people)


def _compare(question: Question, votes: Votes, people: dict[int, Person]) -> None:
    listed = question.type.domain(question.options) is not None
    compared = [(record, given) for record, given in sorted(votes.items()) if len(given) > 1]
    said = Counter(vote.unit for _, given in compared for vote in given)
    order = sorted(votes)
    before = dict(zip(order[1:], order, strict=False))
    for record, given in compared:
        for vote in given:
            others = [other for other in given if other is not vote]
            elsewhere = [o for o in votes.get(before.get(record, -1), ()) if o.annotator != vote.annotator]
            mine = people[vote.annotator]
            if listed:
                mine.shares.append(sum(other.unit == vote.unit for other in others) / len(others))
                mine.chances.append(said[vote.unit] / said.total())
            else:
                mine.shares.append(_alike(question, vote.answer, [other.answer for other in others]))
                mine.chances.append(_alike(question, vote.answer, [other.answer for other in elsewhere]))


def _alike(question: Question, answer: Any, others: list[Any]) -> float:
    alike = [question.type.similarity(question.options, answer, other) >= 0.5 for other in others]
    return fmean(alike) if alike else 0.0


def _at_random(project: Project) -> float:
    questions = [q for q in Question.objects.filter(project=project) if q.type.level]
    domains = [question.type.domain(question.options) for question in questions]
    return min(0.99, fmean(1 / len(domain) if domain else 0.0 for domain in domains)) if domains else 0.0


def _qualities(
    people: dict[int, Person], settings: Standings, chance: float
) -> dict[int, tuple[float, float]]:
    """By annotator the lower bound of the quality, and the points."""
    shares = [share for person in people.values() for share in person.shares]
    chances = [share for person in people.values() for share in person.chances]
    expected = fmean(chances) if chances else 0.0
    gain = fmean(shares) - expected if shares else 0.0
    scale = sqrt(gain * (1 - expected)) if gain > CLOSE else 0.0
    evidence = {who: _evidence(person, scale, chance) for who, person in people.items()}
    known = [right / weight for right, weight in evidence.values() if weight >= settings.least]
    usual = median(known) if known else chance
    found = {}
    for who, person in people.items():
        right, weight = evidence[who]
        quality = min(1.0, (right + settings.prior * usual) / (weight + settings.prior))
        size = (weight + settings.prior) ** 2 / (weight + settings.prior + 2 * len(person.grades))
        labels = sum(min(count, settings.daily or count) for count in person.days.values())
        earned = labels * max(0.0, (quality - chance) / (1 - chance))
        found[who] = (_lower(quality, size, settings.confidence), earned)
    return found


def _evidence(person: Person, scale: float, chance: float) -> tuple[float, float]:
    right, weight = 2.0 * sum(person.grades), 2.0 * len(person.grades)
    if person.shares and scale:
        skill = min(1.0, max(0.0, (fmean(person.shares) - fmean(person.chances)) / scale))
        right += len(person.shares) * (chance + (1 - chance) * skill)
        weight += len(person.shares)
    return right, weight


def _lower(share: float, size: float, confidence: float) -> float:
    """Wilson's bound: the smaller solution of (share - p)^2 = z^2 p (1 - p) / size."""
    z = NormalDist().inv_cdf(confidence)
    a, b, c = 1 + z * z / size, -(2 * share + z * z / size), share * share
    return max(0.0, (-b - sqrt(max(0.0, b * b - 4 * a * c))) / (2 * a))


def _same(stored: float | None, counted: float | None) -> bool:
    if stored is None or counted is None:
        return stored is counted
    return isclose(stored, counted, rel_tol=CLOSE * 100, abs_tol=CLOSE * 100)
