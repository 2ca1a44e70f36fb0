"""The courier: several at once, none at all, and a broker that is gone."""

import time
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from celery import current_app
from django.utils import timezone
from kombu import pools
from redis import Redis

from labeling import events, live, reactions, tasks
from labeling.actions.assignment import Reason
from labeling.models import Consensus, Event, Progress, Response, Standing
from labeling.queries.audit import audit
from tests.factories.labeling import audited, drain, make_annotators, opened, settle, submit
from tests.factories.projects import make_project
from tests.races.threads import together

pytestmark = pytest.mark.django_db(transaction=True)


def shift(project, annotator):
    moods = Random(annotator.pk)

    def work():
        return drain(project, annotator, lambda: moods.choice(["good", "bad"]))

    return work


def test_couriers_at_once_deliver_each_event_to_the_same_end(acme, olga):
    project = make_project(acme, olga, records=80, overlap=4)
    crowd = make_annotators(acme, 6)
    over: list[bool] = []

    def courier():
        while not over:
            reactions.deliver(project.pk)
            Progress.objects.filter(project=project).update(due_at=timezone.now())

    def everybody():
        try:
            together(*[shift(project, annotator) for annotator in crowd])
        finally:
            over.append(True)

    together(everybody, courier, courier, courier)

    assert Response.objects.filter(project=project, counted=True).count() == 320
    assert audited(project) == []
    assert not Event.objects.filter(project=project).exists()
    compared = Standing.objects.filter(project=project).values_list("agreed", "compared")
    assert all(0 <= agreed <= of for agreed, of in compared)


def test_delivering_the_same_events_again_changes_nothing(acme, olga):
    project = make_project(acme, olga, records=20, overlap=3)
    for annotator in make_annotators(acme, 3):
        shift(project, annotator)()
    settle(project)
    first = list(
        Consensus.objects.filter(question__project=project).order_by("id").values("value", "tied", "pattern")
    )
    Event.objects.bulk_create(
        Event(kind=Event.Kind.SUBMITTED, project=project, record_id=response.record_id)
        for response in Response.objects.filter(project=project)
    )

    together(*[lambda: settled_quietly(project)] * 4)

    assert audited(project) == []
    again = Consensus.objects.filter(question__project=project).order_by("id")
    assert list(again.values("value", "tied", "pattern")) == first


def settled_quietly(project):
    while Event.objects.filter(project=project).exists():
        reactions.deliver(project.pk)


def test_without_a_worker_the_campaign_comes_to_its_end(acme, olga):
    project = make_project(acme, olga, records=40, overlap=3)
    crowd = make_annotators(acme, 5)

    ends = together(*[shift(project, annotator) for annotator in crowd])

    assert set(ends) == {Reason.COMPLETE}
    assert Response.objects.filter(project=project, counted=True).count() == 120
    assert Event.objects.filter(project=project, kind=Event.Kind.SUBMITTED).count() == 120
    assert audited(project) == []


def test_a_worker_that_tops_up_meanwhile_gives_nobody_too_much(acme, olga):
    project = make_project(acme, olga, records=60, overlap=2)
    crowd = make_annotators(acme, 5)
    over: list[bool] = []

    def worker():
        while not over:
            tasks.deliver_events()

    def everybody():
        try:
            together(*[shift(project, annotator) for annotator in crowd])
        finally:
            over.append(True)

    together(everybody, worker, worker)
    for annotator in crowd:  # what was dealt to somebody after they had heard that nothing is left
        drain(project, annotator)

    assert Response.objects.filter(project=project, counted=True).count() == 120
    assert audited(project) == []


def test_top_up_leaves_those_alone_who_have_gone(acme, olga, ann, ben):
    project = make_project(acme, olga, records=30, overlap=2, queue_depth=4)
    for annotator in (ann, ben):
        for _ in range(4):
            submit(project, opened(project, annotator))
    project.queues.filter(annotator=ann).update(seen_at=timezone.now() - timedelta(minutes=3))

    together(*[tasks.deliver_events] * 3)

    live_of = Counter(
        project.assignments.filter(state__in=["queued", "open"]).values_list("annotator__username", flat=True)
    )
    assert live_of == {"ben": 4}
    assert project.queues.get(annotator=ann).seen_at < timezone.now() - timedelta(minutes=2)
    assert audited(project) == []


@pytest.fixture
def dead_broker(tmp_path, monkeypatch):
    """The Celery application's broker is a socket that nobody listens to."""
    before = current_app.conf.broker_url
    monkeypatch.setattr(events, "_quiet_until", 0.0)
    _reconnect(f"redis+socket://{tmp_path}/dead.sock")
    yield
    _reconnect(before)


def _reconnect(url):
    """The application keeps pools of connections to the old address, also inside itself."""
    current_app.conf.update(broker_url=url)
    pools.reset()
    vars(current_app)["_pool"] = None
    vars(current_app.amqp)["_producer_pool"] = None


def test_a_dead_broker_costs_an_answer_nothing(acme, olga, ann, dead_broker, caplog):
    project = make_project(acme, olga, records=5)
    got = opened(project, ann)
    events._quiet_until = 0.0
    began = time.monotonic()

    receipt = submit(project, got)

    assert time.monotonic() - began < 2
    assert receipt.counted
    assert "The courier was not woken" in caplog.text
    assert Event.objects.filter(project=project, kind=Event.Kind.SUBMITTED).count() == 1
    assert events._quiet_until > time.monotonic() + 3, "the next answers do not even try"
    assert audited(project) == []


def test_the_broker_is_woken_when_it_lives(acme, olga, ann, settings, monkeypatch, caplog):
    project = make_project(acme, olga, records=5)
    got = opened(project, ann)
    monkeypatch.setattr(events, "_quiet_until", 0.0)
    redis = Redis.from_url(settings.REDIS_URL)
    redis.delete("celery")

    submit(project, got)

    assert redis.llen("celery") == 1
    redis.delete("celery")
    assert "not woken" not in caplog.text


def test_a_dead_redis_does_not_stop_the_courier(acme, olga, ann, settings, tmp_path, caplog):
    project = make_project(acme, olga, records=1, overlap=1)
    drain(project, ann)
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [f"unix://{tmp_path}/dead.sock"]},
        }
    }

    live.poke(project.pk, ["progress"])
    assert "were not told" in caplog.text

    settle(project)
    assert audit(project) == []
