"""Who agrees with whom, as a table of the most active."""

import pytest

from labeling.models import Confirmation, Pair
from labeling.queries.matrix import SHOWN, Cell, matrix_of, pairs_of
from projects.models import Question
from tests.factories.labeling import make_annotators
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(acme, olga):
    return Question.objects.get(project=make_project(acme, olga))


def confirmed(question, person, answers):
    Confirmation.objects.create(question=question, annotator=person, answers=answers, agreed=0, compared=0)


def test_the_most_active_first_and_symmetric(acme, question):
    people = make_annotators(acme, SHOWN + 1)
    for number, person in enumerate(people):
        confirmed(question, person, answers=100 - number)
    Pair.objects.create(question=question, first=people[0], second=people[1], common=20, equal=15)
    Pair.objects.create(question=question, first=people[0], second=people[-1], common=20, equal=15)
    rows = matrix_of(question)
    assert [row.annotator for row in rows] == people[:SHOWN]
    assert rows[0].cells[1] == rows[1].cells[0] == Cell(20, 15)
    assert rows[0].cells[0] is None
    assert sum(cell is not None for row in rows for cell in row.cells) == 2


def test_a_share_needs_ten_common_records():
    assert Cell(9, 9).share is None
    assert (Cell(10, 5).share, Cell(10, 5).step) == (0.5, 2)
    assert (Cell(10, 10).step, Cell(10, 0).step) == (4, 0)


def test_pairs_with_enough_in_common(acme, question):
    ann, ben, cem = make_annotators(acme, 3)
    few = Pair.objects.create(question=question, first=ann, second=ben, common=9, equal=9)
    more = Pair.objects.create(question=question, first=ann, second=cem, common=10, equal=9)
    most = Pair.objects.create(question=question, first=ben, second=cem, common=11, equal=9)
    assert list(pairs_of(question)) == [most, more]
    assert list(pairs_of(question, least=1, annotator="crowd1")) == [more, few]
    assert list(pairs_of(question, annotator="nobody")) == []
