"""Celery's side: each task calls one action, takes numbers only, and may run twice."""

import logging

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache
from django.utils import timezone

from labeling import reactions
from labeling.actions import assessment, assignment, ranking

log = logging.getLogger(__name__)

HEARTBEAT = "worker-heartbeat"


@shared_task
def deliver_events() -> None:
    for project_id in reactions.due():
        try:
            _deliver_project(project_id)
        except Exception:  # one project's trouble must not hold up the others
            log.exception("The events of project %s wait for the next round.", project_id)


def _deliver_project(project_id: int) -> None:
    more = True
    while more:
        delivery = reactions.deliver(project_id)
        assignment.top_up(project_id, annotators=sorted(delivery.annotators))
        more = delivery.more


@shared_task
def assess() -> None:
    for project_id in assessment.due():
        try:
            assessment.assess(project_id)
        except Exception:
            log.exception("Project %s was not assessed; that is tried again later.", project_id)


@shared_task
def rank() -> None:
    for project_id in ranking.due():
        try:
            ranking.rank(project_id)
        except Exception:
            log.exception("The people of project %s were not ranked; that is tried again later.", project_id)


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
