from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models import Question


class Pattern(models.Model):
    """How many records of a question show the same counts of answers: [["a", 2], ["b", 1]].

    Agreement depends on these alone, so its cost follows the number of distinct patterns, not of records.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="patterns")
    counts = models.JSONField()
    # The digest of `counts`: what makes it unique, at any length.
    digest = models.CharField(max_length=64)
    records = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "digest"], name="pattern_once"),
            models.CheckConstraint(condition=Q(records__gte=0), name="pattern_records_not_negative"),
        ]


class Agreement(models.Model):
    """Krippendorff's alpha of one question, with its interval and what it rests on; null where it is undefined."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="agreement")
    alpha = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    percent = models.FloatField(null=True)
    reason = models.CharField(
        max_length=200, blank=True, help_text="Why there is no alpha, or what it leaves out."
    )
    records = models.PositiveIntegerField(default=0, help_text="Records with two answers or more.")
    answers = models.PositiveIntegerField(default=0, help_text="The answers on those records.")
    similarity = models.FloatField(null=True, help_text="How alike two answers to a record are, 0 to 1.")
    # Others by name (labeling.quality.measures), each {"title", "value": a number or null, "reason": why there is none}.
    measures = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)


class Reading(models.Model):
    """A question's agreement as it stood at a moment: how it moves."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="readings")
    at = models.DateTimeField()
    alpha = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    records = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "at"], name="reading_once")]


class Pair(models.Model):
    """How two annotators (`first` has the smaller number) answered the records that both answered.

    `off`: both differ from the record's consensus; `alike`: and they agree with each other there.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="pairs")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    common = models.PositiveIntegerField()
    equal = models.PositiveIntegerField()
    off = models.PositiveIntegerField(default=0)
    alike = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "first", "second"], name="pair_once")]


class Confirmation(models.Model):
    """How far the others confirm an annotator's answers to a question; everybody is measured by the others alone.

    `agreed` of `compared` answers equal the others' consensus; `similarity` is how alike two answers to a record are,
    an own one and another's.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="confirmations")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    answers = models.PositiveIntegerField()
    agreed = models.PositiveIntegerField()
    compared = models.PositiveIntegerField()
    similarity = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "annotator"], name="confirmation_once")]
