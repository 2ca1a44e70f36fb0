import pytest

from labeling.actions import consensus
from labeling.actions.response import undo
from labeling.models import Consensus, Pattern, Response
from tests.factories.labeling import answer, audited, give, settle
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db

STARS = {"name": "stars", "title": "Stars", "kind": "rating", "settings": {"min": 1, "max": 5}}
WHY = {"name": "why", "title": "Why", "kind": "text", "required": False}


def of(name):
    return Consensus.objects.get(record__external_id=name)


def test_the_majority(answered):
    row = of("r1")
    assert (row.value, row.tied, row.answers) == ("good", [], 3)
    assert row.share == pytest.approx(2 / 3)


def test_a_tie_is_a_tie(answered):
    row = of("r2")
    assert (row.value, row.tied, row.share, row.answers) == (None, ["good", "bad"], None, 2)


def test_one_answer(answered):
    row = of("r3")
    assert (row.value, row.share, row.answers) == ("good", 1.0, 1)


def test_nothing_for_a_record_without_answers(answered):
    assert not Consensus.objects.filter(record__external_id="r4").exists()


def test_patterns_count_records(answered):
    found = {
        str(counts): records
        for counts, records in Pattern.objects.values_list("counts", "records")
        if records
    }
    assert found == {"[['bad', 1], ['good', 2]]": 1, "[['bad', 1], ['good', 1]]": 1, "[['good', 1]]": 1}


def test_an_undone_answer_leaves_consensus_and_pattern(answered, cem):
    undo(answered, annotator=cem)
    settle(answered)
    assert (of("r1").value, of("r1").answers, of("r1").share) == ("good", 2, 1.0)
    counts = {str(c): n for c, n in Pattern.objects.values_list("counts", "records") if n}
    assert counts == {"[['good', 2]]": 1, "[['bad', 1], ['good', 1]]": 1, "[['good', 1]]": 1}
    assert audited(answered) == []


def test_the_last_answer_undone_leaves_none(project, ann):
    answer(project, ann)
    settle(project)
    undo(project, annotator=ann)
    settle(project)
    row = Consensus.objects.get()
    assert (row.value, row.answers, row.pattern) == (None, 0, None)
    assert not Pattern.objects.filter(records__gt=0).exists()
    assert audited(project) == []


def test_again_and_again_changes_nothing(answered):
    before = list(Pattern.objects.order_by("id").values())
    ids = list(answered.records.values_list("pk", flat=True))
    for _ in range(3):
        consensus.refresh(answered, record_ids=ids)
    assert list(Pattern.objects.order_by("id").values()) == before
    assert audited(answered) == []


def test_each_question_by_itself_and_text_without_consensus(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1, overlap=2, questions=[MOOD, STARS, WHY])
    give(project, ann, r1={"mood": "good", "stars": 4, "why": "so"})
    give(project, ben, r1={"mood": "bad", "stars": 4})
    settle(project)
    found = {
        row.question.name: (row.value, row.answers) for row in Consensus.objects.select_related("question")
    }
    assert found == {"mood": (None, 2), "stars": (4, 2), "why": (None, 1)}
    text = Consensus.objects.get(question__name="why")
    assert (text.share, text.tied, text.pattern) == (None, [], None)
    assert audited(project) == []


def test_answers_note_how_many_others_confirm_them(answered, ann, ben, cem):
    found = {
        (r.annotator.username, r.record.external_id): (r.agreed, r.compared)
        for r in Response.objects.select_related("annotator", "record")
    }
    assert found == {
        ("ann", "r1"): (0, 0),  # the others, good and bad, are tied
        ("ben", "r1"): (0, 0),
        ("cem", "r1"): (0, 1),  # both others say good
        ("ann", "r2"): (0, 1),
        ("ben", "r2"): (0, 1),
        ("ann", "r3"): (0, 0),  # nobody to compare with
    }
