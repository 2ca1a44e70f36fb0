from django.db import models
from django.db.models.functions import Now

from projects.models import Project


class Progress(models.Model):
    """Where a project stands: derived from its records and responses.

    Its row's lock also makes one courier at a time deliver the project's events.
    """

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="progress")
    records = models.PositiveIntegerField(default=0)
    complete = models.PositiveIntegerField(
        default=0, help_text="Records that have all the answers they ask for."
    )
    wanted = models.PositiveIntegerField(default=0, help_text="Answers asked for, over all records.")
    counted = models.PositiveIntegerField(default=0)
    surplus = models.PositiveIntegerField(default=0)
    live = models.PositiveIntegerField(default=0, help_text="Assignments queued or open.")
    skipped = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    active = models.PositiveIntegerField(default=0, help_text="Annotators who were here in the last minutes.")
    updated_at = models.DateTimeField(null=True)
    # The summaries (this row, agreement, standings) lag behind the responses, and are not worth refreshing before.
    stale = models.BooleanField(default=True)
    due_at = models.DateTimeField(db_default=Now())
    # Likewise what is dearer: the assessment of everybody and everything (labeling.actions.assessment); and the ranks.
    assessed_at = models.DateTimeField(null=True)
    assess_due_at = models.DateTimeField(db_default=Now())
    ranks_due_at = models.DateTimeField(db_default=Now())
    ranked_at = models.DateTimeField(null=True)
    # When events were last delivered: ranks that are newer are those of the responses as they are.
    changed_at = models.DateTimeField(null=True)
    # Whether the patterns hold the first two answers of each record only, as under adaptive overlap.
    early = models.BooleanField(default=False, db_default=False)
    # What annotators are shown of the campaign, as of the last ranks: one answer must not be seen to count.
    shown_complete = models.PositiveIntegerField(default=0, db_default=0)
