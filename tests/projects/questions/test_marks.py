from typing import Any

from projects.questions.marks import marking, runs


def mark(start: int, end: int, label: str = "x") -> Any:
    return {"start": start, "end": end, "label": label}


def test_runs_cover_the_text_and_say_who_gives_what() -> None:
    ours: Any = {"length": 6, "spans": [mark(1, 4), mark(2, 3, "y")]}
    theirs: Any = {"length": 6, "spans": [mark(3, 6)]}
    assert list(runs([ours, theirs])) == [
        (0, 1, [frozenset(), frozenset()]),
        (1, 2, [{"x"}, frozenset()]),
        (2, 3, [{"x", "y"}, frozenset()]),
        (3, 4, [{"x"}, {"x"}]),
        (4, 6, [frozenset(), {"x"}]),
    ]


def test_overlapping_marks_with_one_label_end_with_the_last() -> None:
    both: Any = {"length": 5, "spans": [mark(0, 3), mark(1, 4)]}
    assert [(start, end) for start, end, [labels] in runs([both]) if labels] == [(0, 1), (1, 3), (3, 4)]


def test_what_lies_beyond_a_text_is_not_judged() -> None:
    assert list(runs([{"length": 2, "spans": []}, {"length": 3, "spans": []}])) == [
        (0, 2, [frozenset(), frozenset()]),
        (2, 3, [None, frozenset()]),
    ]
    assert list(runs([{"length": 0, "spans": []}])) == []


def test_pieces_that_touch_become_one_mark() -> None:
    assert marking(9, [(3, 5, "x"), (0, 3, "x"), (2, 4, "y"), (6, 7, "x")]) == {
        "length": 9,
        "spans": [mark(0, 5), mark(2, 4, "y"), mark(6, 7)],
    }
