"""Controls for tests, loaded as organizers load them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from labeling.actions import control as controls
from labeling.models import Assignment, Control, Policy, Queue
from projects.actions.record import numbered
from projects.models import Project


def set_policy(project: Project, **settings: Any) -> Project:
    """The project with this policy; a project that was read before knows nothing of it."""
    Policy.objects.update_or_create(project=project, defaults={"settings": settings})
    return Project.objects.select_related("policy").get(pk=project.pk)


def load(project: Project, *rows: dict[str, Any], by: User | None = None, **options: Any) -> controls.Outcome:
    return controls.load(project, numbered(rows), by=by or project.created_by, **options)


def add_controls(project: Project, n: int, *, mood: Any = "good", **row: Any) -> list[Control]:
    """Controls on new records "c1", "c2", ... that accept this mood."""
    rows = [
        {"external_id": f"c{i}", "fields": {"text": f"control {i}"}, "answers": {"mood": mood}, **row}
        for i in range(1, n + 1)
    ]
    load(project, *rows)
    return list(Control.objects.filter(project=project).order_by("pk"))


def control(project: Project, name: str) -> Control:
    return Control.objects.get(project=project, record__external_id=name)


def make_check(found: Control, annotator: User) -> Assignment:
    """This control open before this annotator, as dealing would have it."""
    now = timezone.now()
    Queue.objects.get_or_create(project=found.project, annotator=annotator, defaults={"seen_at": now})
    found.exposures += 1
    found.save(update_fields=["exposures"])
    return Assignment.objects.create(
        project=found.project, record=found.record, annotator=annotator, state=Assignment.State.QUEUED,
        purpose=Assignment.Purpose.CONTROL, position=found.record.position, dealt_at=now,
        expires_at=now + timedelta(minutes=30),
    )  # fmt: skip
