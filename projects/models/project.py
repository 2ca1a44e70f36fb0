from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Workspace


class State(models.TextChoices):
    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"


class Project(models.Model):
    """A campaign: what is asked about its records, of how many people, and whether it runs."""

    State = State

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="projects")
    name = models.CharField(max_length=100)
    guidelines = models.TextField(blank=True, max_length=100_000, help_text="Markdown, shown to annotators.")
    overlap = models.PositiveSmallIntegerField(
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text="How many people answer each record, unless the record says otherwise.",
    )
    lease_minutes = models.PositiveIntegerField(
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(60 * 24 * 30)],
        help_text="How long a record stays reserved for the person it was dealt to.",
    )
    queue_depth = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text="How many records are dealt to an annotator ahead.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    # When the first response came: from then on the questions are frozen, except in wording.
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="project_name_once"),
            models.CheckConstraint(condition=Q(overlap__gte=1), name="project_overlap_positive"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="project_state_known"),
        ]

    def __str__(self) -> str:
        return self.name
