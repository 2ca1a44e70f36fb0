from django.conf import settings
from django.db import models

from projects.models import Project


class Stage(models.TextChoices):
    """What an annotator may be dealt."""

    QUALIFYING = "qualifying"
    WORKING = "working"
    PAUSED = "paused"
    REJECTED = "rejected", "Did not qualify"
    EXCLUDED = "excluded"


class Queue(models.Model):
    """An annotator's place in a project: how far dealing has come for this person, and when they were last here.

    `stage` follows from the qualification, the sanctions and the exclusions of this person, and changes in the
    transaction that changes these, under this row's lock.
    """

    Stage = Stage

    project = models.ForeignKey(Project, models.CASCADE, related_name="queues")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="queues")
    # The record dealt last: dealing goes on behind it in queue order, so that nobody's past is scanned.
    cursor_position = models.BigIntegerField(default=-(2**63))
    cursor_record = models.BigIntegerField(default=0)
    # A whole pass found nothing: it is not worth another one before this time.
    exhausted_until = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WORKING, db_default=Stage.WORKING)
    # Controls dealt to this person as work, and rounds of qualification begun: what dealing goes by.
    controls = models.PositiveIntegerField(default=0, db_default=0)
    rounds = models.PositiveSmallIntegerField(default=0, db_default=0)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "annotator"], name="queue_once")]
