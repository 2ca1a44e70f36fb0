"""Made-up names: nobody's real one, the same for good, and no two alike."""

import pytest

from labeling.handles import FIRST, SECOND, SIDE, handle


def test_there_are_as_many_words_as_the_permutation_needs():
    assert len(set(FIRST)) == len(set(SECOND)) == SIDE


def test_no_two_people_of_a_project_share_a_handle():
    everybody = range(SIDE * SIDE + 300)
    assert len({handle(7, annotator) for annotator in everybody}) == len(everybody)


def test_a_handle_stays_and_differs_between_projects():
    assert handle(7, 12) == handle(7, 12)
    same = sum(handle(7, annotator) == handle(8, annotator) for annotator in range(500))
    assert same < 5


def test_neighbours_are_not_told_by_their_handles():
    """Whoever joined one after the other has no word in common more often than chance has it."""
    alike = sum(handle(3, n).split()[0] == handle(3, n + 1).split()[0] for n in range(2000))
    assert alike < 40


def test_without_the_key_it_cannot_be_known(settings):
    before = [handle(1, n) for n in range(50)]
    settings.SECRET_KEY = "another key, as long as such a key has to be, and nobody else's"
    assert before != [handle(1, n) for n in range(50)]


@pytest.mark.parametrize("annotator", [0, 1, SIDE * SIDE - 1, SIDE * SIDE, 2**62])
def test_any_number_has_one(annotator):
    first, second, *number = handle(1, annotator).split()
    assert first in FIRST
    assert second in SECOND
    assert len(number) == (annotator >= SIDE * SIDE)
