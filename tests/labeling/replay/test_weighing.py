import pytest

from labeling.demo import DATASETS
from labeling.replay.weighing import SHOWN, weigh

RTE = DATASETS["rte"]


def test_on_rte_the_workers_below_sixty_percent_head_the_suspects():
    """Nine of 164 are right in fewer than 60 of 100; majority accuracy is .8969."""
    found = weigh(RTE.votes(), RTE.truth())
    assert found.accuracy is not None
    assert found.accuracy >= 0.9275
    accuracies = [one.accuracy or 0.0 for one in found.suspects]
    assert all(accuracy < 0.6 for accuracy in accuracies[:9])
    assert all(accuracy >= 0.6 for accuracy in accuracies[9:])
    assert SHOWN > 9


def test_the_suspects_come_with_their_answers():
    worst = weigh(RTE.votes(), RTE.truth()).suspects[0]
    mine = [vote for vote in RTE.votes() if vote.annotator == worst.annotator]
    right = sum(vote.answer == RTE.truth()[vote.record] for vote in mine)
    assert worst.votes == len(mine)
    assert worst.accuracy == pytest.approx(right / len(mine))


def test_without_truth_there_is_no_accuracy():
    found = weigh(RTE.votes(), {})
    assert found.accuracy is None
    assert found.suspects[0].accuracy is None
