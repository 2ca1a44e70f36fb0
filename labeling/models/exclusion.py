from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models import Project, Record


class Exclusion(models.Model):
    """Responses that no longer count, until it is restored: nothing is deleted.

    All of an annotator's, those of a period (`since` and `until`, by the time of submission; open where null), or all
    to a record. `summary` holds what the preview said when it was made.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="exclusions")
    annotator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="exclusions"
    )
    record = models.ForeignKey(Record, models.CASCADE, null=True, related_name="exclusions")
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    reason = models.TextField(max_length=2000)
    summary = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    restored_at = models.DateTimeField(null=True)
    restored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(annotator__isnull=False) | Q(record__isnull=False), name="exclusion_of_something"
            ),
            # The same twice is one.
            models.UniqueConstraint(
                fields=["project", "annotator", "record", "since", "until"],
                condition=Q(restored_at__isnull=True),
                nulls_distinct=False,
                name="exclusion_once",
            ),
        ]

    @property
    def whole(self) -> bool:
        """Whether it bars the annotator: no period, no single record."""
        return self.annotator_id is not None and not (self.record_id or self.since or self.until)
