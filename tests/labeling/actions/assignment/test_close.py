import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions.assignment import expire, flag, release, save_draft, skip
from labeling.errors import AlreadySubmitted, DraftTooLarge
from labeling.models import Assignment, Event
from projects.actions import project as projects
from projects.models import Record
from tests.factories.labeling import audited, opened, row, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

LATER = timedelta(days=1)


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga, records=1, overlap=1)


@pytest.mark.parametrize(
    ("close", "state"),
    [
        (lambda a: skip(a, reason="why"), "skipped"),
        (lambda a: flag(a, reason="why"), "flagged"),
        (release, "released"),
    ],
)
class TestClosing:
    def test_frees_the_slot_and_says_so(self, project, ann, close, state):
        got = row(opened(project, ann))
        Event.objects.all().delete()
        close(got)
        got.refresh_from_db()
        assert (got.state, got.reason) == (state, "" if state == "released" else "why")
        assert got.closed_at
        assert Record.objects.get().open_slots == 1
        assert list(Event.objects.values_list("kind", "record_id", "annotator")) == [
            ("closed", got.record_id, ann.pk)
        ]

    def test_may_run_twice(self, project, ann, close, state):
        got = row(opened(project, ann))
        close(got)
        close(got)
        assert Record.objects.get().open_slots == 1
        assert Event.objects.filter(kind="closed").count() == 1

    def test_frees_nothing_that_expired_before(self, project, ann, close, state):
        got = row(opened(project, ann))
        expire(now=timezone.now() + LATER)
        close(got)
        got.refresh_from_db()
        assert got.state == ("expired" if state == "released" else state)
        assert Record.objects.get().open_slots == 1
        assert audited(project) == []

    def test_is_refused_for_an_answered_record(self, project, ann, close, state):
        got = row(opened(project, ann))
        submit(project, got)
        with pytest.raises(AlreadySubmitted):
            close(got)
        assert Record.objects.get().open_slots == 0

    def test_pays_off_what_lowering_the_overlap_left_over(self, acme, olga, ann, ben, close, state):
        project = make_project(acme, olga, records=1, overlap=2)
        got = row(opened(project, ann))
        opened(project, ben)
        projects.edit(project, overlap=1)
        close(got)
        assert (Record.objects.get().open_slots, Record.objects.get().excess) == (0, 0)
        assert audited(project) == []


class TestDraft:
    def test_is_kept_and_comes_back(self, project, ann):
        got = opened(project, ann)
        save_draft(row(got), project, values={"mood": "nonsense", "other": [1, {"a": None}]})
        assert opened(project, ann).draft == {"mood": "nonsense", "other": [1, {"a": None}]}

    def test_renews_the_lease(self, project, ann):
        got = opened(project, ann)
        Assignment.objects.update(expires_at=timezone.now() + timedelta(seconds=1))
        save_draft(row(got), project, values={})
        assert Assignment.objects.filter(expires_at__gt=timezone.now() + timedelta(minutes=29)).exists()

    def test_survives_that_the_lease_runs_out(self, project, ann):
        got = opened(project, ann)
        save_draft(row(got), project, values={"mood": "good"})
        expire(now=timezone.now() + LATER)
        save_draft(row(got), project, values={"mood": "bad"})
        assert row(got).state == Assignment.State.EXPIRED
        assert opened(project, ann).draft == {"mood": "bad"}

    def test_of_an_answered_record_is_refused(self, project, ann):
        got = opened(project, ann)
        submit(project, got)
        with pytest.raises(AlreadySubmitted):
            save_draft(row(got), project, values={"mood": "bad"})
        assert row(got).draft is None

    def test_has_a_limit(self, project, ann):
        got = opened(project, ann)
        with pytest.raises(DraftTooLarge, match="500000 characters"):
            save_draft(row(got), project, values={"mood": "x" * 500_001})


class TestExpiry:
    def test_expires_what_was_opened_and_recalls_what_was_not(self, acme, olga, ann):
        project = make_project(acme, olga, records=3, queue_depth=3)
        got = opened(project, ann)
        assert expire(now=timezone.now()) == 0
        assert expire(now=timezone.now() + LATER) == 3
        states = dict(Assignment.objects.values_list("pk", "state"))
        assert states.pop(got.id) == "expired"
        assert list(states.values()) == ["recalled"] * 2
        assert set(Record.objects.values_list("open_slots", flat=True)) == {3}
        assert expire(now=timezone.now() + LATER) == 0
        assert audited(project) == []

    def test_many_batches_and_projects(self, acme, olga, ann, ben, monkeypatch):
        monkeypatch.setattr(sys.modules[expire.__module__], "BATCH", 3)
        one, other = make_project(acme, olga, records=10), make_project(acme, olga, records=10)
        for project in (one, other):
            for annotator in (ann, ben):
                opened(project, annotator)
        Event.objects.all().delete()
        assert expire(now=timezone.now() + LATER) == 20
        assert set(Event.objects.values_list("project", "kind")) == {
            (one.pk, "closed"),
            (other.pk, "closed"),
        }
        assert audited(one) == audited(other) == []
