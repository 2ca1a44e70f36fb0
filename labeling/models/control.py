from django.conf import settings
from django.db import models
from django.db.models import F, Q

from projects.models import Project, Record


class Control(models.Model):
    """A record whose answers are known ("gold"): it is dealt to see how an annotator does.

    `accepted` has by question name the answers that are right, each in its kind's canonical form: any of them will
    do. `tolerance`, by question name, is what the kind takes it for. A suspended control is dealt to nobody, and
    nobody is judged by it; neither is a retired one dealt, but what was answered to it stays evidence.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits for a reviewer"
        ACTIVE = "active"
        SUSPENDED = "suspended"
        RETIRED = "retired"

    # What was answered to these is evidence.
    IN_FORCE = (State.ACTIVE, State.RETIRED)

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="control")
    project = models.ForeignKey(Project, models.CASCADE, related_name="controls")
    accepted = models.JSONField()
    tolerance = models.JSONField(default=dict, blank=True)
    explanation = models.TextField(blank=True, max_length=5000)
    state = models.CharField(max_length=9, choices=State, default=State.ACTIVE)
    # Why it is suspended, where that was not by hand.
    reason = models.CharField(max_length=500, blank=True)
    # To how many people it has been dealt; changes only in the statement that deals it.
    exposures = models.PositiveIntegerField(default=0)
    # Derived from the graded responses: how many, how many right, and whether good annotators are right more often.
    answered = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    discrimination = models.FloatField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["record"]
        constraints = [
            models.CheckConstraint(condition=Q(passed__lte=F("answered")), name="control_passed_of_answered"),
        ]
        indexes = [
            models.Index(fields=["project", "record"], condition=Q(state="active"), name="control_active")
        ]

    def __str__(self) -> str:
        return f"control {self.record_id}"
