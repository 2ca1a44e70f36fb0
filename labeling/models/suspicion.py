from django.conf import settings
from django.db import models

from projects.models import Project


class Suspicion(models.Model):
    """Evidence for a reviewer that answers may not be an honest person's: derived, and no punishment by itself."""

    class Kind(models.TextChoices):
        FAST = "fast", "Faster than reading"
        STRAIGHT = "straight", "The same answer over and over"
        PAIR = "pair", "Two who err alike"

    project = models.ForeignKey(Project, models.CASCADE, related_name="suspicions")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    # The more, the stranger; comparable within a kind.
    weight = models.FloatField()
    figures = models.JSONField(default=dict)
    sentence = models.CharField(max_length=500)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["-weight"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "annotator", "other", "kind"], nulls_distinct=False, name="suspicion_once"
            )
        ]
