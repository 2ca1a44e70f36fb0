from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from random import Random
from statistics import correlation, fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.points import Crowd, Points, Scoring, Work, crowd, points, ranks, share_equal
from tests.labeling.quality.recorded_campaign import recording

SCORING = Scoring()
# Two values, as frequent; people agree with each other as two of skill .6 would: D = .6 * .6 * (1 - E).
HALVES = Crowd(shares={"a": 0.5, "b": 0.5}, scale=0.3, median=0.8, chance=0.5)


def work(labels: int = 40, agreement: float = 0.8, **known: int) -> Work:
    """So many labels, a half of them a, which the others confirm to this share."""
    values = {"a": labels // 2, "b": labels - labels // 2}
    return Work([labels], agreement * labels, values, **known)


def works(labels: Sequence[tuple[str, str, int]]) -> dict[str, Work]:
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    agreement: dict[str, float] = defaultdict(float)
    values: dict[str, Counter[int]] = defaultdict(Counter)
    given: Counter[str] = Counter()
    for item, _, label in labels:
        counts[item][label] += 1
    for item, worker, label in labels:
        given[worker] += 1
        share = share_equal(label, counts[item])
        if share is not None:
            agreement[worker] += share
            values[worker][label] += 1
    return {worker: Work([count], agreement[worker], values[worker]) for worker, count in given.items()}


def scored(labels: Sequence[tuple[str, str, int]], options: int) -> dict[str, Points]:
    everybody = works(labels)
    campaign = crowd(everybody.values(), SCORING, chance=1 / options)
    return {worker: points(own, campaign, SCORING) for worker, own in everybody.items()}


def accuracies(
    labels: Sequence[tuple[str, str, int]], truth: Mapping[str, int], least: int = 15
) -> dict[str, float]:
    hits: dict[str, list[bool]] = defaultdict(list)
    for item, worker, label in labels:
        if item in truth:
            hits[worker].append(label == truth[item])
    return {worker: fmean(seen) for worker, seen in hits.items() if len(seen) >= least}


def spearman(a: Sequence[float], b: Sequence[float]) -> float:
    return correlation(midranks(a), midranks(b))


def midranks(values: Sequence[float]) -> list[float]:
    order = sorted(values)
    first = {value: order.index(value) for value in set(values)}
    count = Counter(values)
    return [first[value] + (count[value] - 1) / 2 for value in values]


def test_every_part_of_the_points_follows_from_the_ones_before() -> None:
    found = points(work(agreement=0.68, controls=5, hits=4), HALVES, SCORING)
    assert (found.agreement, found.expected, found.peer) == pytest.approx((0.68, 0.5, 0.18))
    assert found.skill == pytest.approx(0.18 / 0.3)
    assert found.quality == pytest.approx((2 * 4 + 40 * (0.5 + 0.5 * 0.6) + 20 * 0.8) / (2 * 5 + 40 + 20))
    assert found.points == pytest.approx(40 * (found.quality - 0.5) / 0.5)
    assert found.chance <= found.low < found.quality


def test_always_the_same_answer_earns_what_chance_does() -> None:
    """Others confirm it as often as it is right: agreement .5, expected .5."""
    found = points(Work([100_000], 50_000, {"a": 100_000}), HALVES, SCORING)
    assert found.peer == found.skill == 0
    assert found.points / 100_000 < 0.001


def test_a_clickers_points_do_not_grow_with_the_clicks() -> None:
    """The credit that newcomers have is 20 labels of the median quality, however many labels follow."""
    earned = [points(work(labels=n, agreement=0.5), HALVES, SCORING).points for n in (40, 400, 40_000)]
    assert max(earned) < 20 * (0.8 - 0.5) / 0.5
    honest = [points(work(labels=n, agreement=0.68), HALVES, SCORING).points for n in (40, 400, 40_000)]
    assert honest[2] > 90 * honest[0]


def test_a_control_weighs_as_two_labels_but_is_one_observation() -> None:
    by_controls = points(Work([40], controls=20, hits=16), HALVES, SCORING)
    by_labels = points(work(labels=40, agreement=0.5 + 0.6 * 0.3), HALVES, SCORING)
    assert by_controls.quality == pytest.approx(by_labels.quality)
    assert by_controls.low < by_labels.low


def test_what_was_answered_alone_is_no_evidence() -> None:
    found = points(Work([50]), HALVES, SCORING)
    assert (found.agreement, found.peer, found.skill) == (None, None, None)
    assert found.quality == HALVES.median


def test_a_day_counts_up_to_the_cap_only() -> None:
    days = Work([300, 10, 0, 120])
    assert points(days, HALVES, Scoring(daily=100)).counted == 210
    assert points(days, HALVES, Scoring(daily=100)).labels == 430
    assert points(days, HALVES, SCORING).counted == 430


def test_time_is_no_part_of_it() -> None:
    """The same labels on one day or on ten: the same points."""
    assert points(Work([100]), HALVES, SCORING) == points(Work([10] * 10), HALVES, SCORING)


def test_a_crowd_that_agrees_no_better_than_chance_judges_nobody() -> None:
    everybody = [work(agreement=0.5), work(agreement=0.45)]
    campaign = crowd(everybody, SCORING, chance=0.5)
    assert (campaign.scale, campaign.median) == (0.0, 0.5)
    assert points(everybody[0], campaign, SCORING).skill is None
    assert points(everybody[0], campaign, SCORING).points == 0


def test_an_empty_campaign_gives_no_credit() -> None:
    assert crowd([], SCORING, chance=0.25) == Crowd({}, 0.0, 0.25, 0.25)


def test_skill_takes_out_that_the_others_err_too() -> None:
    """Twenty people of accuracy .95 to .6 who err independently: quality is near the accuracy, not near agreement."""
    random = Random(8)
    accuracy = {f"w{n}": 0.95 - 0.35 * n / 19 for n in range(20)}
    labels = []
    for item in range(6000):
        truth = random.randrange(4)
        for worker in random.sample(sorted(accuracy), 5):
            right = random.random() < accuracy[worker]
            labels.append((f"i{item}", worker, truth if right else (truth + random.randrange(1, 4)) % 4))
    found = scored(labels, options=4)
    assert all(abs(found[worker].quality - accuracy[worker]) < 0.06 for worker in accuracy)
    best = min(found, key=lambda worker: ranks(found)[worker])
    assert accuracy[best] > 0.9


def test_ranks_go_by_the_lower_bound() -> None:
    lucky, steady = work(labels=20, agreement=0.8), work(labels=2000, agreement=0.77)
    found = {"lucky": points(lucky, HALVES, SCORING), "steady": points(steady, HALVES, SCORING)}
    assert ranks(found) == {"steady": 1, "lucky": 2}


def test_equals_share_a_rank_and_the_next_is_passed_over() -> None:
    same, worse = points(work(), HALVES, SCORING), points(work(agreement=0.6), HALVES, SCORING)
    assert ranks({"p": same, "q": worse, "r": same}) == {"p": 1, "r": 1, "q": 3}


def test_below_twenty_labels_nobody_is_ranked() -> None:
    few = points(work(labels=19), HALVES, SCORING)
    assert not few.ranked
    assert ranks({"few": few}) == {}


@given(st.dictionaries(st.sampled_from("abc"), st.integers(1, 9), min_size=1))
def test_the_own_answer_is_none_of_the_others(counts: dict[str, int]) -> None:
    total = sum(counts.values())
    for own, count in counts.items():
        expected = pytest.approx((count - 1) / (total - 1)) if total > 1 else None
        assert share_equal(own, counts) == expected


@given(st.integers(1, 200), st.floats(0, 1), st.integers(0, 30), st.integers(0, 30))
def test_bounds(labels: int, agreement: float, hits: int, misses: int) -> None:
    found = points(work(labels, agreement, controls=hits + misses, hits=hits), HALVES, SCORING)
    assert 0 <= found.low <= found.quality <= 1
    assert 0 <= found.points <= found.counted


def test_one_more_control_right_never_costs_points() -> None:
    for hits in range(10):
        less, more = (points(work(controls=10, hits=n), HALVES, SCORING) for n in (hits, hits + 1))
        assert more.points > less.points
        assert more.low > less.low


@pytest.mark.parametrize(
    ("campaign", "options", "agreement", "peer", "low"),
    [("rte", 2, 0.69, 0.74, 0.71), ("dog", 4, 0.84, 0.85, 0.86), ("web", 5, 0.86, 0.92, 0.90)],
)
def test_being_right_is_found_without_knowing_what_is(
    campaign: str, options: int, agreement: float, peer: float, low: float
) -> None:
    """Spearman's correlation with the true accuracy, over those with 15 known labels; how much somebody did says little."""
    labels, truth = recording(campaign)
    found, accuracy = scored(labels, options), accuracies(labels, truth)
    right = list(accuracy.values())
    assert spearman([found[worker].agreement or 0 for worker in accuracy], right) == pytest.approx(
        agreement, abs=0.006
    )
    assert spearman([found[worker].peer or 0 for worker in accuracy], right) == pytest.approx(peer, abs=0.006)
    assert spearman([found[worker].low for worker in accuracy], right) >= low
    assert spearman([found[worker].labels for worker in accuracy], right) < 0.35
