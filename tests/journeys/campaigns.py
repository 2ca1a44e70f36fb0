"""A small campaign to travel through."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from labeling.client import Project, Workspace
from labeling.client.client import Client

PATIENCE = 20.0  # seconds

FIELDS = [{"name": "text", "title": "Text", "kind": "text"}]
QUESTIONS = [
    {"name": "mood", "title": "Mood", "kind": "label", "settings": {"options": ["good", "bad"]}},
    {"name": "why", "title": "Why?", "kind": "text", "settings": {}, "required": False},
]


def running(organizer: Client, workspace: Workspace, *, records: int, overlap: int = 2) -> Project:
    project = organizer.projects.create(
        workspace=workspace.slug, name="Moods", overlap=overlap, fields=FIELDS, questions=QUESTIONS
    )
    rows: Any = [{"external_id": f"r{n}", "fields": {"text": f"text {n}"}} for n in range(records)]
    project.records.add(rows)
    project.start()
    return project


def eventually(what: Callable[[], Any], is_so: Callable[[Any], bool]) -> Any:
    """Derived numbers follow within seconds; the last value is returned for the test to judge."""
    until = time.monotonic() + PATIENCE
    while not is_so(value := what()) and time.monotonic() < until:
        time.sleep(0.2)
    return value
