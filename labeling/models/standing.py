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
    # Of the answers that others' answers on the same record can confirm or not (`compared`), how many they confirm.
    agreed = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    # The lower bound by which people are ranked; null with too little to compare.
    score = models.FloatField(null=True)
    rank = models.PositiveIntegerField(null=True)
    median_seconds = models.FloatField(null=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "annotator"], name="standing_once")]
        indexes = [models.Index(fields=["project", "rank"], name="standing_rank")]
