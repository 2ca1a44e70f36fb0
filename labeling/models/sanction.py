from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models import Project


class Sanction(models.Model):
    """What followed for an annotator from a gate, a rule or a reviewer; nothing is deleted by it.

    A notice is for reviewers only, a warning is shown to the annotator, a pause stops dealing until it is lifted.
    `evidence` holds the figures that led to it, as its cause gives them.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice"
        WARNING = "warning"
        PAUSE = "pause"

    class Cause(models.TextChoices):
        GATE = "gate", "Control answers"
        PEERS = "peers", "Agreement with others"
        RULE = "rule"
        REVIEWER = "reviewer"

    class Verdict(models.TextChoices):
        LIFTED = "lifted"
        CONFIRMED = "confirmed"

    # What holds an annotator back: until it is lifted, whether or not a reviewer has confirmed it.
    PAUSES = Q(kind=Kind.PAUSE, trial=False) & ~Q(verdict=Verdict.LIFTED)

    project = models.ForeignKey(Project, models.CASCADE, related_name="sanctions")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sanctions")
    kind = models.CharField(max_length=7, choices=Kind)
    cause = models.CharField(max_length=8, choices=Cause)
    rule = models.CharField(
        max_length=60, blank=True, help_text="The rule's name, where a rule is the cause."
    )
    evidence = models.JSONField(default=dict)
    # The last response that the cause looked at: it does not judge anybody twice by the same answers.
    response_id = models.BigIntegerField(null=True)
    # A rule on trial: only written down.
    trial = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    appeal = models.TextField(blank=True, max_length=5000)
    appealed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    note = models.TextField(blank=True, max_length=5000)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "annotator"],
                condition=Q(kind="pause", decided_at__isnull=True, trial=False),
                name="sanction_one_open_pause",
            )
        ]
        indexes = [models.Index(fields=["project", "annotator", "-made_at"], name="sanction_history")]
