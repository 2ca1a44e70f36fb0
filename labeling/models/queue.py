from django.conf import settings
from django.db import models

from projects.models import Project


class Queue(models.Model):
    """An annotator's place in a project: how far dealing has come for this person, and when they were last here."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="queues")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="queues")
    # The record dealt last: dealing goes on behind it in queue order, so that nobody's past is scanned.
    cursor_position = models.BigIntegerField(default=-(2**63))
    cursor_record = models.BigIntegerField(default=0)
    # A whole pass found nothing: it is not worth another one before this time.
    exhausted_until = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "annotator"], name="queue_once")]
