"""Rankings as places: how two are alike, and which of all fits several best.

A ranking of n options is a sequence of their places, the lower the better, equal where they share one. A result is
tiers of options, best first.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, permutations, product
from math import fsum, sqrt

from projects.questions.votes import level

Places = Sequence[int]
Votes = Sequence[tuple[Places, float]]
Tiers = tuple[tuple[int, ...], ...]

EXACT = 6
"""Up to so many options every ranking is weighed against every other."""


def tau_b(a: Places, b: Places) -> float:
    """Kendall's rank correlation with ties: M. G. Kendall, Biometrika 33 (1945) 239-251.

    A ranking that puts everything in one place correlates with nothing but itself.
    """
    pairs = [(_sign(a[i] - a[j]), _sign(b[i] - b[j])) for i, j in combinations(range(len(a)), 2)]
    scale = sqrt(sum(x * x for x, _ in pairs) * sum(y * y for _, y in pairs))
    return sum(x * y for x, y in pairs) / scale if scale else float(list(a) == list(b))


def best(votes: Votes, ties: bool) -> Iterator[Tiers]:
    """The rankings that fit the votes best: one, or all that share the lead, each once.

    By `kemeny` up to EXACT options, whose cost grows exponentially, and by `borda` above.
    """
    options = len(votes[0][0])
    return kemeny(votes, ties) if options <= EXACT else borda(votes, ties)


def kemeny(votes: Votes, ties: bool) -> Iterator[Tiers]:
    """The rankings that are closest to all votes: J. G. Kemeny, Daedalus 88 (1959) 577-591.

    A pair of options that a vote has the other way round counts 2, one that only one of the two ties counts 1. Found by
    dynamic programming over the options not yet placed, as bits of a number.
    """
    options = range(len(votes[0][0]))
    before = [[fsum(w * (1 + _sign(p[i] - p[j])) for p, w in votes) for j in options] for i in options]
    tied = [[fsum(w * (p[i] != p[j]) for p, w in votes) for j in options] for i in options]

    @cache
    def cost(tier: tuple[int, ...], rest: int) -> float:
        """Of putting the tier, as one, ahead of the rest."""
        within = [tied[i][j] for i, j in combinations(tier, 2)]
        ahead = [before[i][j] for i in tier for j in options if rest >> j & 1]
        return fsum([*within, *ahead])

    def choices(left: int) -> Iterator[tuple[tuple[int, ...], int]]:
        members = [option for option in options if left >> option & 1]
        for size in range(1, len(members) + 1 if ties else 2):
            for tier in combinations(members, size):
                yield tier, left - sum(1 << option for option in tier)

    @cache
    def least(left: int) -> float:
        return min((cost(tier, rest) + least(rest) for tier, rest in choices(left)), default=0.0)

    def walk(left: int) -> Iterator[Tiers]:
        if not left:
            yield ()
        for tier, rest in choices(left):
            if level(cost(tier, rest) + least(rest), least(left)):
                yield from ((tier, *following) for following in walk(rest))

    return walk((1 << len(options)) - 1)


def borda(votes: Votes, ties: bool) -> Iterator[Tiers]:
    """By the mean number of options that each beats, ties by half: J.-C. de Borda, Memoire sur les elections (1781)."""
    options = range(len(votes[0][0]))
    score = [fsum(w * (1 - _sign(p[i] - p[j])) for p, w in votes for j in options) for i in options]
    groups: list[list[int]] = []
    for option in sorted(options, key=lambda option: -score[option]):
        if groups and level(score[groups[-1][-1]], score[option]):
            groups[-1].append(option)
        else:
            groups.append([option])
    if ties:
        yield tuple(tuple(sorted(group)) for group in groups)
        return
    for orders in product(*(permutations(group) for group in groups)):
        yield tuple((option,) for order in orders for option in order)


def _sign(difference: int) -> int:
    return (difference > 0) - (difference < 0)
