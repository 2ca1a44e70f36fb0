from django.db import models

from projects.models import Project


class Forecast(models.Model):
    """What a project's forecast rests on: derived, counted anew by each assessment.

    Controls and retired records are no part of it.
    """

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="forecast")
    # Records by the number of their counted answers: those that are done, and those that are to get more.
    stopped = models.JSONField(default=dict)
    open = models.JSONField(default=dict)
    owed = models.PositiveIntegerField(
        default=0, help_text="Answers to come on records that ask for their own number."
    )
    # Of the latest answers: the seconds that each took, by the number of the annotator.
    seconds = models.JSONField(default=dict)
    # Counted answers in each of the last hours, oldest first.
    hourly = models.JSONField(default=list)
    counted_at = models.DateTimeField()
