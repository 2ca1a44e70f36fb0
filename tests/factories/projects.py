"""Projects and records for tests, made as people make them."""

from random import Random
from typing import Any

from accounts.models import User, Workspace
from projects.actions import project as projects
from projects.actions.record import import_records, numbered
from projects.models import Project, Record, State

TEXT = {"name": "text", "title": "Text", "kind": "text"}
MOOD = {"name": "mood", "title": "Mood", "kind": "label", "settings": {"options": ["good", "bad"]}}


def make_project(
    workspace: Workspace, by: User, *, state: State = State.RUNNING, records: int = 0, **changes: Any
) -> Project:
    """A project with one text field and one label question, in any state whatever it has of records."""
    settings = {
        "name": f"Project {Project.objects.count() + 1}",
        "fields": [TEXT],
        "questions": [MOOD],
    } | changes
    project = projects.create(workspace, by=by, **settings)
    Project.objects.filter(pk=project.pk).update(state=state)
    project.refresh_from_db()
    if records:
        add_records(project, records)
    return project


def add_records(project: Project, n: int, *, start: int = 1, **row: Any) -> list[Record]:
    """Records "r1", "r2", ... in queue order, with texts "text 1", ...; `row` adds overlap, priority or metadata."""
    rows = [{"external_id": f"r{i}", "fields": {"text": f"text {i}"}, **row} for i in range(start, start + n)]
    import_records(project, numbered(rows), random=Random(start))
    names = [row["external_id"] for row in rows]
    return list(Record.objects.filter(project=project, external_id__in=names).order_by("position", "id"))
