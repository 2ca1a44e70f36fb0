from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest

from labeling.quality.consensus import majority
from labeling.quality.suspicion import Collusion, Crowd, Pair, collusion, crowd

COLLUSION = Collusion()
Label = tuple[str, str, int]
# Nobody's errors have anything in common but the three wrong options.
PLAIN = Crowd(lift=1.0, alike=1 / 3)


def pairs(labels: Sequence[Label]) -> dict[tuple[str, str], Pair]:
    by_item: dict[str, dict[str, int]] = defaultdict(dict)
    for item, worker, label in labels:
        by_item[item][worker] = label
    given, wrong = Counter[str](), Counter[str]()
    met: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for answers in by_item.values():
        winners, _ = majority(Counter(answers.values()))
        if len(winners) > 1:
            continue
        for worker, label in answers.items():
            given[worker] += 1
            wrong[worker] += label != winners[0]
        for first, second in combinations(sorted(answers), 2):
            off = winners[0] not in (answers[first], answers[second])
            met[first, second].append((off, off and answers[first] == answers[second]))
    return {
        (first, second): Pair(
            common=len(seen),
            off=sum(off for off, _ in seen),
            alike=sum(alike for _, alike in seen),
            errors=(wrong[first] / given[first], wrong[second] / given[second]),
        )
        for (first, second), seen in met.items()
    }


def suspects(labels: Sequence[Label]) -> set[tuple[str, str]]:
    found = pairs(labels)
    campaign = crowd(found.values(), COLLUSION)
    return {names for names, pair in found.items() if collusion(pair, campaign, COLLUSION)}


def campaign(options: int, copied: float) -> list[Label]:
    """Thirty people, right on 60% to 90%, six to a record; two of them also answer every record, the one copying the other."""
    random = Random(17)
    accuracy = {f"w{n:02}": 0.6 + n / 100 for n in range(30)}

    def answer(truth: int, right: float) -> int:
        return truth if random.random() < right else (truth + random.randrange(1, options)) % options

    labels = []
    for item in range(300):
        truth = random.randrange(options)
        labels += [
            (f"i{item}", worker, answer(truth, accuracy[worker]))
            for worker in random.sample(sorted(accuracy), 6)
        ]
        source = answer(truth, 0.7)
        labels.append((f"i{item}", "x", source))
        labels.append((f"i{item}", "y", source if random.random() < copied else answer(truth, 0.7)))
    return labels


@pytest.mark.parametrize("options", [2, 4])
def test_who_copies_is_found_and_nobody_else(options: int) -> None:
    """With two options too, where those who both err always agree."""
    assert suspects(campaign(options, copied=1.0)) == {("x", "y")}
    assert suspects(campaign(options, copied=0.0)) == set()


def test_figures_and_sentence() -> None:
    found = collusion(Pair(common=40, off=12, alike=11, errors=(0.3, 0.3)), PLAIN, COLLUSION)
    assert found is not None
    assert found.kind == "pair"
    assert found.figures == {
        "common": 40,
        "off": 12,
        "alike": 11,
        "expected": pytest.approx(1.2),
        "p": found.figures["p"],
    }
    assert found.weight == pytest.approx(7.75, abs=0.1)
    assert found.sentence.startswith(
        "Of 40 common records, these two give the same answer against the consensus to 11; 1.2 would be usual"
    )


def test_people_who_err_much_err_together_much() -> None:
    assert collusion(Pair(common=40, off=25, alike=11, errors=(0.8, 0.8)), PLAIN, COLLUSION) is None


def test_hard_records_excuse_errors_in_common() -> None:
    pair = Pair(common=100, off=20, alike=12, errors=(0.3, 0.3))
    assert collusion(pair, PLAIN, COLLUSION) is not None
    assert collusion(pair, Crowd(lift=2.0, alike=0.6), COLLUSION) is None


def test_a_few_common_records_are_no_evidence() -> None:
    assert collusion(Pair(14, 14, 14, (0.1, 0.1)), PLAIN, COLLUSION) is None
    assert collusion(Pair(15, 15, 15, (0.1, 0.1)), PLAIN, COLLUSION) is not None


def test_what_errors_have_in_common() -> None:
    known = [Pair(100, 12, 6, (0.2, 0.3)), Pair(50, 6, 3, (0.2, 0.3)), Pair(14, 14, 14, (0.1, 0.1))]
    assert crowd(known, COLLUSION) == Crowd(lift=2.0, alike=0.5)
    assert crowd([], COLLUSION) == Crowd(1.0, 1.0)


def test_the_recorded_clickers_of_rte_stand_out(rte_labels: list[Label], rte_truth: dict[str, int]) -> None:
    """Few of 1,229 pairs, and only people below 60%."""
    right: dict[str, list[bool]] = defaultdict(list)
    for item, worker, label in rte_labels:
        right[worker].append(label == rte_truth[item])
    named = {worker for names in suspects(rte_labels) for worker in names}
    assert 2 <= len(named) <= 4
    assert all(sum(right[worker]) / len(right[worker]) < 0.6 for worker in named)
