from django.conf import settings
from django.db import models

from projects.models import Project


class Standing(models.Model):
    """An annotator's part in a project so far: derived from their assignments and responses."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="standings")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="standings")
    counted = models.PositiveIntegerField(default=0)
    surplus = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    # What the annotator is told: all that came in time, whether counted, graded or excluded since.
    answers = models.PositiveIntegerField(default=0)
    # Of the answers that others' answers on the same record can confirm or not (`compared`), how many they confirm.
    agreed = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    graded = models.PositiveIntegerField(default=0, help_text="Controls answered that count as evidence.")
    passed = models.PositiveIntegerField(default=0, help_text="How many of these rightly.")
    excluded = models.PositiveIntegerField(
        default=0, help_text="Responses that an exclusion took the count from."
    )
    # As of `ranked_at`: refreshed in batches only, so that nobody can tell by them how one answer was judged.
    # `score` is the lower bound by which people are ranked, null with too little to go by; `parts` justifies it;
    # `shown_answers` is what other annotators see of `answers`.
    score = models.FloatField(null=True)
    points = models.FloatField(default=0)
    rank = models.PositiveIntegerField(null=True)
    parts = models.JSONField(default=dict)
    shown_answers = models.PositiveIntegerField(default=0)
    ranked_at = models.DateTimeField(null=True)
    median_seconds = models.FloatField(null=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "annotator"], name="standing_once")]
        indexes = [models.Index(fields=["project", "rank"], name="standing_rank")]
