from django.conf import settings
from django.db import models
from django.db.models import Q

from labeling.models.assignment import Assignment
from labeling.models.exclusion import Exclusion
from projects.models import Project, Record


class Response(models.Model):
    """The answers given under an assignment: `values` by question name, each in its kind's canonical form.

    `counted` says whether it holds one of the record's slots. One that came too late is surplus: kept, exported
    on request, never counted. One to a control is graded instead (`passed`), and one that an exclusion took the
    count from gets it back when that is restored.
    """

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="response")
    project = models.ForeignKey(Project, models.CASCADE, related_name="responses")
    record = models.ForeignKey(Record, models.CASCADE, related_name="responses")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="responses")
    values = models.JSONField()
    counted = models.BooleanField()
    passed = models.BooleanField(null=True, help_text="Whether a control was answered rightly.")
    exclusion = models.ForeignKey(Exclusion, models.PROTECT, null=True, related_name="responses")
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
            models.CheckConstraint(
                condition=Q(counted=False) | Q(passed__isnull=True, exclusion__isnull=True),
                name="response_counted_is_work",
            ),
        ]
        indexes = [
            models.Index(fields=["record"], condition=Q(counted=True), name="response_counted"),
            models.Index(fields=["project", "annotator", "-submitted_at"], name="response_history"),
            models.Index(fields=["project", "id"], name="response_export"),
            models.Index(
                fields=["project", "annotator", "id"],
                condition=Q(passed__isnull=False),
                name="response_graded",
            ),
            models.Index(
                fields=["exclusion"], condition=Q(exclusion__isnull=False), name="response_excluded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annotator} on {self.record}"
