import time
from threading import Lock

import pytest

from labeling.replay.schedule import Schedule


class Person:
    """Takes so many steps; notices when two threads step at once."""

    def __init__(self, steps: int, pause: float = 0.0, takes: float = 0.0) -> None:
        self.left, self.pause, self.takes = steps, pause, takes
        self.at: list[float] = []
        self.alone = Lock()

    def step(self) -> float | None:
        assert self.alone.acquire(blocking=False), "one person did two things at once"
        self.at.append(time.monotonic())
        time.sleep(self.takes)
        self.left -= 1
        self.alone.release()
        return self.pause if self.left else None


@pytest.mark.parametrize("concurrency", [1, 3, 16])
def test_everybody_comes_to_their_end(concurrency: int):
    people = [Person(steps) for steps in range(1, 30)]
    Schedule(person.step for person in people).run(concurrency)
    assert [len(person.at) for person in people] == list(range(1, 30))


def test_who_pauses_holds_no_thread():
    people = [Person(2, pause=0.3) for _ in range(40)]
    begun = time.monotonic()
    Schedule(person.step for person in people).run(2)
    assert 0.3 <= time.monotonic() - begun < 1.5, (
        "40 pauses one after the other would take 6 s on two threads"
    )
    assert all(person.at[1] - person.at[0] >= 0.3 for person in people)


def test_threads_work_side_by_side():
    people = [Person(1, takes=0.2) for _ in range(8)]
    begun = time.monotonic()
    Schedule(person.step for person in people).run(8)
    assert time.monotonic() - begun < 0.8, "one after the other would take 1.6 s"


def test_the_first_failure_ends_all_and_is_raised():
    busy = Person(10**9, pause=0.01)

    def fail() -> float | None:
        raise LookupError("no such record")

    with pytest.raises(LookupError, match="no such record"):
        Schedule([busy.step, fail]).run(4)
    time.sleep(0.1)
    steps = len(busy.at)
    time.sleep(0.1)
    assert len(busy.at) == steps


def test_nobody_there_is_the_end():
    Schedule([]).run(4)
