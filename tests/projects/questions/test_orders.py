from collections.abc import Iterator
from itertools import combinations, permutations, product
from math import isclose, sqrt

from hypothesis import given, settings
from hypothesis import strategies as st

from projects.questions.orders import Tiers, best, borda, kemeny, tau_b


def weak_orders(options: int) -> set[tuple[int, ...]]:
    """All rankings of so many options with ties, as places without gaps."""
    return {
        places
        for places in product(range(options), repeat=options)
        if set(places) == set(range(max(places) + 1))
    }


def places(tiers: Tiers) -> tuple[int, ...]:
    at = {option: place for place, tier in enumerate(tiers) for option in tier}
    return tuple(at[option] for option in sorted(at))


def apart(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    """Kemeny's distance, as he defines it: the difference of the matrices of +1, 0 and -1 for each ordered pair."""

    def sign(x: int) -> int:
        return (x > 0) - (x < 0)

    return sum(abs(sign(a[i] - a[j]) - sign(b[i] - b[j])) for i, j in combinations(range(len(a)), 2))


def test_tau_is_1_for_the_same_order_and_minus_1_for_the_reverse() -> None:
    assert tau_b([0, 1, 2, 3], [0, 1, 2, 3]) == 1
    assert tau_b([0, 1, 2, 3], [3, 2, 1, 0]) == -1
    assert tau_b([0, 0, 1], [0, 0, 1]) == 1


def test_tau_without_ties_counts_the_pairs_the_other_way_round() -> None:
    for order in permutations(range(4)):
        swapped = sum(order[i] > order[j] for i, j in combinations(range(4), 2))
        assert isclose(tau_b(range(4), order), 1 - 4 * swapped / (4 * 3))


def test_tau_with_ties_is_scaled_by_the_pairs_that_each_orders() -> None:
    assert isclose(tau_b([0, 1, 2], [0, 0, 1]), 2 / sqrt(3 * 2))


def test_one_place_for_everything_correlates_with_itself_only() -> None:
    assert tau_b([0, 0], [0, 0]) == 1
    assert tau_b([0, 0], [0, 1]) == 0


VOTES = st.integers(2, 4).flatmap(
    lambda n: st.lists(
        st.tuples(st.sampled_from(sorted(weak_orders(n))), st.sampled_from([0.5, 1.0, 2.0])),
        min_size=1,
        max_size=5,
    )
)


@settings(max_examples=60, deadline=None)
@given(VOTES, st.booleans())
def test_kemeny_finds_all_rankings_that_are_closest(
    votes: list[tuple[tuple[int, ...], float]], ties: bool
) -> None:
    options = len(votes[0][0])
    allowed = weak_orders(options) if ties else set(permutations(range(options)))
    cost = {one: sum(w * apart(one, vote) for vote, w in votes) for one in allowed}
    found = [places(tiers) for tiers in kemeny(votes, ties)]
    assert len(found) == len(set(found))
    assert set(found) == {one for one in allowed if isclose(cost[one], min(cost.values()), abs_tol=1e-12)}


def test_kemeny_follows_the_majority_of_each_pair_where_these_fit_together() -> None:
    votes = [((0, 1, 2), 1.0), ((1, 0, 2), 1.0), ((0, 2, 1), 1.0)]
    assert list(kemeny(votes, ties=False)) == [((0,), (1,), (2,))]


def test_a_circle_is_a_tie_of_its_three_turns() -> None:
    circle = [((0, 1, 2), 1.0), ((2, 0, 1), 1.0), ((1, 2, 0), 1.0)]
    assert set(kemeny(circle, ties=False)) == {((0,), (1,), (2,)), ((1,), (2,), (0,)), ((2,), (0,), (1,))}


def test_borda_orders_by_the_options_beaten() -> None:
    votes = [((0, 1, 2), 3.0), ((2, 0, 1), 2.0)]  # beaten: 6, 7, 2
    assert list(borda(votes, ties=False)) == [((1,), (0,), (2,))]


def test_equal_scores_share_a_place_or_are_all_listed() -> None:
    votes = [((0, 1, 2), 1.0), ((1, 0, 2), 1.0)]
    assert list(borda(votes, ties=True)) == [((0, 1), (2,))]
    assert set(borda(votes, ties=False)) == {((0,), (1,), (2,)), ((1,), (0,), (2,))}


def test_every_ranking_is_weighed_up_to_six_options() -> None:
    # The majority ranks 0 first; the Borda count does not.
    def votes(options: int) -> list[tuple[tuple[int, ...], float]]:
        rest = range(2, options)
        return [((0, 1, *rest), 3.0), ((options - 1, *(place - 1 for place in (1, *rest))), 2.0)]

    def first(found: Iterator[Tiers]) -> tuple[int, ...]:
        [tiers] = found
        return tiers[0]

    assert first(best(votes(6), ties=False)) == (0,)
    assert first(best(votes(7), ties=False)) == (1,)
