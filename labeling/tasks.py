"""Celery's side: each task calls one action, takes numbers only, and may run twice."""

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache
from django.utils import timezone

from labeling import reactions
from labeling.actions import assignment

HEARTBEAT = "worker-heartbeat"


@shared_task
def deliver_events() -> None:
    for project_id in reactions.due():
        more = True
        while more:
            delivery = reactions.deliver(project_id)
            assignment.top_up(project_id, annotators=sorted(delivery.annotators))
            more = delivery.more


@shared_task
def expire() -> None:
    assignment.expire(now=timezone.now())


@worker_ready.connect
def _first_heartbeat(**kwargs: object) -> None:
    heartbeat()


@shared_task
def heartbeat() -> None:
    """For /readyz: a worker is up, and later that beat and the broker do their part too."""
    cache.set(HEARTBEAT, timezone.now().timestamp(), timeout=60)
