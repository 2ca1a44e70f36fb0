"""Redis may be emptied in the middle of a campaign: it carries wake-up calls and caches, and no answer."""

from __future__ import annotations

import httpx
from redis import Redis

from labeling.client import Client, Workspace
from labeling.queries.audit import audit
from projects.models import Project
from tests.journeys.campaigns import eventually, running
from tests.stack import Stack


def test_flushed_in_the_middle(
    stack: Stack, organizer: Client, workspace: Workspace, people: tuple[Client, Client]
):
    project = running(organizer, workspace, records=30)
    redis = Redis.from_url(stack.redis_url)
    for person in people:
        for done, assignment in enumerate(person.project(project.id).work(wait=0.2)):
            if done % 10 == 5:
                redis.flushdb()
            assignment.submit({"mood": "good"})

    progress = eventually(project.progress, lambda now: now["counted"] == 60 and not now["stale"])

    assert progress["complete"] == 30
    assert eventually(
        lambda: httpx.get(f"{stack.url}/readyz", trust_env=False), lambda now: now.is_success
    ).is_success
    with stack.database():
        assert audit(Project.objects.get(pk=project.id)) == []
