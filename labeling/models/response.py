from django.conf import settings
from django.db import models
from django.db.models import Q

from labeling.models.assignment import Assignment
from projects.models import Project, Record


class Response(models.Model):
    """The answers given under an assignment: `values` by question name, each in its kind's canonical form.

    `counted` says whether it holds one of the record's slots. One that came too late is surplus: kept, exported
    on request, never counted.
    """

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="response")
    project = models.ForeignKey(Project, models.CASCADE, related_name="responses")
    record = models.ForeignKey(Record, models.CASCADE, related_name="responses")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="responses")
    values = models.JSONField()
    counted = models.BooleanField()
    key = models.CharField(max_length=64, null=True, blank=True, help_text="The client's idempotency key.")
    # Derived with the record's consensus: of the answers here that others' answers on the record can confirm or
    # contradict (`compared`), how many they confirm.
    agreed = models.PositiveSmallIntegerField(default=0, db_default=0)
    compared = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Both by the server's clock.
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["annotator", "key"], name="response_key_once"),
        ]
        indexes = [
            models.Index(fields=["record"], condition=Q(counted=True), name="response_counted"),
            models.Index(fields=["project", "annotator", "-submitted_at"], name="response_history"),
            models.Index(fields=["project", "id"], name="response_export"),
        ]

    def __str__(self) -> str:
        return f"{self.annotator} on {self.record}"
