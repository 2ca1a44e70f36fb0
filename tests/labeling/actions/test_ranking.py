"""Points and ranks: in batches only, from what counts, and what they rest on is kept."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from labeling.actions import exclusion, ranking
from labeling.actions.exclusion.scope import Scope
from labeling.models import Policy, Progress, Standing
from labeling.queries.audit import audit
from projects.actions import state
from tests.factories.controls import add_controls, control, make_check
from tests.factories.labeling import audited, give, ranked, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

RECORDS = [f"r{n}" for n in range(1, 25)]
WRONG = {"good": "bad", "bad": "good"}


def truth(name):
    return "good" if int(name[1:]) % 2 else "bad"


def work(project, who, *, wrong=()):
    give(project, who, **{name: WRONG[truth(name)] if name in wrong else truth(name) for name in RECORDS})


def ranks():
    return dict(Standing.objects.values_list("annotator__username", "rank"))


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    """Ann and Ben are right 24 times, Cem 16 times."""
    project = make_project(acme, olga, records=24, overlap=3)
    for who in (ann, ben):
        work(project, who)
    work(project, cem, wrong=RECORDS[:8])
    return project


def test_ranks_move_in_batches_only(project, cem):
    settle(project)
    assert set(Standing.objects.values_list("rank", "points", "score")) == {(None, 0.0, None)}
    assert ranking.rank(project.pk)
    assert ranks() == {"ann": 1, "ben": 1, "cem": 3}
    before = list(Standing.objects.order_by("pk").values("rank", "points", "score", "parts", "shown_answers"))
    add_controls(project, 1)
    submit(project, make_check(control(project, "c1"), cem), "good")
    settle(project)
    assert not ranking.rank(project.pk)
    assert ranking.due() == []
    assert list(Standing.objects.order_by("pk").values(*before[0])) == before
    assert Standing.objects.get(annotator=cem).answers == 25
    ranked(project)
    assert Standing.objects.get(annotator=cem).shown_answers == 25
    assert audit(project) == []


def test_what_a_rank_rests_on_is_kept(project, ann):
    [one] = add_controls(project, 1)
    submit(project, make_check(one, ann), "good")
    ranked(project)
    found = Standing.objects.get(annotator=ann)
    parts = found.parts
    assert (parts["labels"], parts["controls"], parts["hits"], parts["compared"]) == (24, 1, 1, 24)
    assert parts["peer"] == pytest.approx(parts["agreement"] - parts["expected"])
    assert parts["agreement"] == pytest.approx((16 * 2 + 8 * 1) / 48)
    assert (found.score, found.points) == (parts["low"], parts["points"])
    assert found.points > Standing.objects.get(annotator__username="cem").points > 0


def test_the_campaign_shows_its_progress_in_batches(project):
    settle(project)
    assert Progress.objects.get().shown_complete == 0
    ranked(project)
    assert Progress.objects.get().shown_complete == 24


def test_excluded_answers_earn_nothing(project, olga, cem):
    ranked(project)
    earned = Standing.objects.get(annotator=cem).points
    assert earned > 0
    exclusion.exclude(project, Scope(annotator=cem), by=olga, reason="a robot")
    ranked(project)
    found = Standing.objects.get(annotator=cem)
    assert (found.points, found.rank, found.score) == (0.0, None, None)
    assert ranks() == {"ann": 1, "ben": 1, "cem": None}
    assert audit(project) == []
    exclusion.restore(project.exclusions.get(), by=olga)
    ranked(project)
    assert Standing.objects.get(annotator=cem).points == earned


def test_nobody_is_ranked_below_the_least_number_of_labels(project):
    Policy.objects.create(project=project, settings={"standings": {"least": 25}})
    ranked(project)
    assert set(Standing.objects.values_list("rank", "score")) == {(None, None)}
    assert audit(project) == []


def test_the_next_batch_comes_when_the_policy_says(project):
    Policy.objects.create(project=project, settings={"standings": {"minutes": 60}})
    ranked(project)
    left = Progress.objects.get().ranks_due_at - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(minutes=60)


def test_until_somebody_has_answered_the_next_batch_is_near(acme, olga):
    project = make_project(acme, olga, records=1)
    ranked(project)
    assert Progress.objects.get().ranks_due_at - timezone.now() <= ranking.FIRST


def test_nothing_new_nothing_to_rank(project):
    ranked(project)
    Progress.objects.update(ranks_due_at=timezone.now())
    assert ranking.due() == []


def test_the_end_of_a_campaign_ranks_at_once(project, ann):
    ranked(project)
    add_controls(project, 1)
    submit(project, make_check(control(project, "c1"), ann), "good")
    settle(project)
    assert ranking.due() == []
    state.finish(project)
    settle(project)
    assert ranking.due() == [project.pk]
    assert ranking.rank(project.pk)
    assert Standing.objects.get(annotator=ann).parts["controls"] == 1


def test_a_campaign_that_ends_during_a_batch_gets_another(project, monkeypatch):
    settle(project)
    write = ranking._write

    def ends_meanwhile(*args):
        state.finish(project)
        settle(project)
        write(*args)

    monkeypatch.setattr(ranking, "_write", ends_meanwhile)
    assert ranking.rank(project.pk)
    assert Progress.objects.get().ranks_due_at <= timezone.now()


def test_several_questions_each_with_its_own_shares(acme, olga, ann, ben, cem):
    asked = [
        {"name": "mood", "title": "Mood", "kind": "label", "settings": {"options": ["good", "bad"]}},
        {"name": "share", "title": "Share", "kind": "number", "settings": {"min": 0, "max": 100}},
        {"name": "why", "title": "Why", "kind": "text", "required": False},
    ]
    project = make_project(acme, olga, records=24, overlap=3, questions=asked)
    for n, who in enumerate((ann, ben, cem)):
        give(project, who, **{
            name: {"mood": truth(name), "share": float(place * 4 + n) if who != cem else 0.0, "why": "because"}
            for place, name in enumerate(RECORDS)
        })  # fmt: skip
    ranked(project)
    assert audit(project) == []
    found = {s.annotator.username: s for s in Standing.objects.select_related("annotator")}
    assert found["ann"].parts["compared"] == 48
    assert (found["ann"].rank, found["cem"].rank) == (1, 3)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda mine: mine.update(points=F("points") + 0.001),
        lambda mine: mine.update(score=F("score") - 0.001),
        lambda mine: mine.update(rank=2),
        lambda mine: mine.update(rank=None),
    ],
)
def test_the_audit_finds_points_that_nobody_earned(project, tamper):
    ranked(project)
    assert audited(project) == []
    tamper(Standing.objects.filter(annotator__username="ann"))
    assert {found.what for found in audit(project)} == {"ranking"}


def test_the_audit_leaves_the_last_batch_alone_once_something_happened(project, ann):
    ranked(project)
    add_controls(project, 1)
    submit(project, make_check(control(project, "c1"), ann), "bad")
    assert audited(project) == []
