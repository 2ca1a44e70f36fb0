from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models import Project, Record


class Assignment(models.Model):
    """A record dealt to one annotator.

    It holds one of the record's slots while it is live (queued or open), and after that through its response if
    that is counted. There is one per record and annotator for good: whoever skipped a record never gets it again.
    An expired, released or recalled one may be dealt to the same person once more, as the same row.

    `purpose` is nobody's to know but the reviewers'. One that is not work checks the annotator, and holds no slot.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        OPEN = "open"
        SUBMITTED = "submitted"
        SKIPPED = "skipped"
        FLAGGED = "flagged"
        RELEASED = "released"
        EXPIRED = "expired"
        RECALLED = "recalled"

    class Purpose(models.TextChoices):
        WORK = "work"
        CONTROL = "control"
        QUALIFICATION = "qualification"

    LIVE = (State.QUEUED, State.OPEN)
    REVIVABLE = (State.RELEASED, State.EXPIRED, State.RECALLED)

    project = models.ForeignKey(Project, models.CASCADE, related_name="assignments")
    record = models.ForeignKey(Record, models.CASCADE, related_name="assignments")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    purpose = models.CharField(max_length=13, choices=Purpose, default=Purpose.WORK, db_default=Purpose.WORK)
    # Which of the record's strata its slot was taken from, counted from 0; null where the record has none.
    stratum = models.PositiveSmallIntegerField(null=True)
    # Chosen for this person by an organizer: ahead in the queue, and neither expires nor is recalled unopened.
    manual = models.BooleanField(default=False)
    # The record's position, copied so that a queue is read from one index; a control's is its neighbour's.
    position = models.BigIntegerField()
    dealt_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Why it was skipped, or what is wrong with a flagged record.
    reason = models.CharField(max_length=500, blank=True)
    draft = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "annotator"], name="assignment_once"),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(opened_at__isnull=False, expires_at__isnull=False),
                name="assignment_open_has_lease",
            ),
            # Two tabs of one person work on the same record.
            models.UniqueConstraint(
                fields=["project", "annotator"], condition=Q(state="open"), name="assignment_one_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "annotator", "-manual", "position", "id"],
                condition=Q(state__in=["queued", "open"]),
                name="assignment_queue",
            ),
            models.Index(
                fields=["expires_at"], condition=Q(state__in=["queued", "open"]), name="assignment_expiry"
            ),
            models.Index(fields=["project", "annotator", "closed_at"], name="assignment_history"),
        ]

    def __str__(self) -> str:
        return f"{self.record} for {self.annotator}"
