from django.db import models

from projects.models import Project


class Progress(models.Model):
    """Where a project stands: derived from its records and responses.

    Its row's lock also makes one courier at a time deliver the project's events.
    """

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="progress")
    records = models.PositiveIntegerField(default=0)
    complete = models.PositiveIntegerField(default=0, help_text="Records that have all the answers they ask for.")
    wanted = models.PositiveIntegerField(default=0, help_text="Answers asked for, over all records.")
    counted = models.PositiveIntegerField(default=0)
    surplus = models.PositiveIntegerField(default=0)
    live = models.PositiveIntegerField(default=0, help_text="Assignments queued or open.")
    skipped = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True)
