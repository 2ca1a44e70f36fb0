"""Who agrees with whom: derived by the assessment from all votes."""

from random import Random

import pytest

from labeling.actions.assessment import assess
from labeling.models import Confirmation, Pair, Progress, Response
from labeling.queries.audit import audit
from tests.factories.labeling import assessed, give, make_annotators, settle
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db

ORDER = {"name": "order", "title": "Order", "kind": "ranking", "settings": {"options": ["x", "y", "z"]}}
SIZE = {"name": "size", "title": "Size", "kind": "number", "settings": {"min": 0, "max": 100}}
WHY = {"name": "why", "title": "Why", "kind": "text"}


def rows():
    return {
        (pair.question.name, pair.first.username, pair.second.username): (
            pair.common, pair.equal, pair.off, pair.alike,
        )
        for pair in Pair.objects.select_related("question", "first", "second")
    }  # fmt: skip


def test_pairs_and_confirmations(answered):
    """r1: good good bad; r2: good bad, which is tied; r3: good."""
    assessed(answered)
    assert rows() == {
        ("mood", "ann", "ben"): (2, 1, 0, 0),
        ("mood", "ann", "cem"): (1, 0, 0, 0),
        ("mood", "ben", "cem"): (1, 0, 0, 0),
    }
    found = {row.annotator.username: row for row in Confirmation.objects.select_related("annotator")}
    # On r1 the others of Ann and of Ben are tied, and Cem's say good; on r2 there is one other each.
    assert {name: (row.answers, row.agreed, row.compared) for name, row in found.items()} == {
        "ann": (3, 0, 1), "ben": (2, 0, 1), "cem": (1, 0, 1),
    }  # fmt: skip
    assert found["ann"].similarity == pytest.approx(1 / 3)
    assert found["cem"].similarity == 0


def test_two_who_are_wrong_together(acme, olga, ann, ben, cem):
    project = make_project(acme, olga, records=3, overlap=5)
    others = make_annotators(acme, 3)
    for person in (ann, ben):
        give(project, person, r1="bad", r2="bad", r3="good")
    for person in others:
        give(project, person, r1="good", r2="good", r3="good")
    settle(project)
    assessed(project)
    assert rows()["mood", "ann", "ben"] == (3, 3, 2, 2)
    assert rows()["mood", "ann", "crowd1"] == (3, 1, 0, 0)


def test_every_kind_that_is_compared_has_them(acme, olga, ann, ben):
    project = make_project(acme, olga, records=2, overlap=2, questions=[MOOD, ORDER, SIZE, WHY])
    mine = {"mood": "good", "order": ["x", "y", "z"], "size": 10, "why": "so"}
    give(project, ann, r1=mine, r2=mine)
    give(project, ben, r1=mine, r2=mine | {"order": ["x", "z", "y"], "size": 30})
    settle(project)
    assessed(project)
    assert rows() == {
        ("mood", "ann", "ben"): (2, 2, 0, 0),
        ("order", "ann", "ben"): (2, 1, 0, 0),
        ("size", "ann", "ben"): (2, 1, 0, 0),
    }
    alike = dict(Confirmation.objects.filter(annotator=ann).values_list("question__name", "similarity"))
    assert alike == {"mood": 1, "order": pytest.approx((1 + 2 / 3) / 2), "size": pytest.approx(0.9)}


def test_what_is_gone_is_dropped_and_the_audit_counts_again(acme, olga):
    project = make_project(acme, olga, records=12, overlap=4)
    dice = Random(3)
    for person in make_annotators(acme, 4):
        give(project, person, **{f"r{n}": dice.choice(["good", "bad"]) for n in range(1, 13)})
    settle(project)
    assessed(project)
    assert len(rows()) == 6
    assert audit(project) == []
    Pair.objects.filter(pk=Pair.objects.earliest("pk").pk).update(equal=0)
    Confirmation.objects.filter(annotator__username="crowd2").update(agreed=99)
    assert {found.what for found in audit(project)} == {"pairs", "confirmed by others"}
    Response.objects.filter(annotator__username="crowd4").update(counted=False)
    Progress.objects.update(assess_due_at="2026-01-01T00:00Z")
    assert assess(project.pk)
    assert len(rows()) == 3
    assert Confirmation.objects.count() == 3
