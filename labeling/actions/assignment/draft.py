"""Drafts: answers on their way, kept with the assignment until it is submitted."""

import json
from datetime import timedelta
from typing import Any

from django.db.models import Case, F, When
from django.db.models.functions import Now

from labeling.errors import AlreadySubmitted, DraftTooLarge
from labeling.models import Assignment
from projects.models import Project

LIMIT = 500_000


def save_draft(assignment: Assignment, project: Project, *, values: dict[str, Any]) -> None:
    """Keep these values, unchecked, and renew the lease: somebody is at work. Raises AlreadySubmitted."""
    if len(json.dumps(values)) > LIMIT:
        raise DraftTooLarge(limit=LIMIT)
    renewed = When(state=Assignment.State.OPEN, then=Now() + timedelta(minutes=project.lease_minutes))
    mine = Assignment.objects.filter(pk=assignment.pk).exclude(state=Assignment.State.SUBMITTED)
    if not mine.update(draft=values, expires_at=Case(renewed, default=F("expires_at"))):
        raise AlreadySubmitted
