from collections import Counter
from threading import Thread

import pytest

from labeling.demo import Vote
from labeling.replay.pool import PoolEmpty, VotePool

VOTES = [Vote("r1", f"p{n}", answer) for n, answer in enumerate(["yes", "no", "yes", "no", "maybe"])]


def drained(pool: VotePool, record: str, answers: int) -> list[str]:
    return [pool.take(record) for _ in range(answers)]


def test_every_answer_is_handed_out_once():
    pool = VotePool(VOTES, seed=0)
    assert Counter(drained(pool, "r1", 5)) == {"yes": 2, "no": 2, "maybe": 1}
    with pytest.raises(PoolEmpty, match="r1"):
        pool.take("r1")


def test_a_record_nobody_answered_has_none():
    with pytest.raises(PoolEmpty):
        VotePool(VOTES, seed=0).take("r2")


def test_the_seed_fixes_the_order_and_another_seed_gives_another():
    orders = {seed: drained(VotePool(VOTES, seed), "r1", 5) for seed in range(8)}
    assert orders[3] == drained(VotePool(VOTES, 3), "r1", 5)
    assert len({tuple(order) for order in orders.values()}) > 1


def test_what_did_not_count_comes_back():
    pool = VotePool(VOTES[:1], seed=0)
    pool.give_back("r1", pool.take("r1"))
    assert pool.take("r1") == "yes"


def test_threads_share_it_without_losing_or_doubling():
    votes = [Vote(f"r{record}", f"p{n}", str(n)) for record in range(50) for n in range(40)]
    pool = VotePool(votes, seed=0)
    taken: list[tuple[str, str]] = []

    def take_some() -> None:
        for _ in range(5):
            taken.extend([(f"r{record}", pool.take(f"r{record}")) for record in range(50)])

    threads = [Thread(target=take_some) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(taken) == Counter((vote.record, vote.answer) for vote in votes)
    assert pool.left() == 0
