from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from projects.models import Project


class Event(models.Model):
    """Something that happened and is still to be followed up: the outbox. Delivered events are deleted."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted"
        UNDONE = "undone"
        CLOSED = "closed", "An assignment ended without a response"
        CHANGED = "changed", "The project or its records changed"
        JUDGED = "judged", "What is known of a record or a person changed"

    kind = models.CharField(max_length=9, choices=Kind)
    project = models.ForeignKey(Project, models.CASCADE, related_name="events")
    # Plain numbers: an event outlives nothing, and must not slow the statement that writes it.
    record_id = models.BigIntegerField(null=True)
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    error = models.TextField(blank=True, default="", db_default="")
    parked = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [models.Index(fields=["project", "id"], condition=Q(parked=False), name="event_due")]
