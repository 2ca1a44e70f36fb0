from django.conf import settings
from django.db import models

from projects.models import Question


class Fit(models.Model):
    """The last model of a question's annotators, fitted to all counted responses: what consensus weighs by.

    `parameters` is what labeling.quality needs to use it: values, class priors.
    """

    question = models.OneToOneField(Question, models.CASCADE, related_name="fit")
    parameters = models.JSONField()
    answers = models.PositiveIntegerField()
    log_likelihood = models.FloatField(null=True)
    iterations = models.PositiveSmallIntegerField(default=0)
    fitted_at = models.DateTimeField()


class Skill(models.Model):
    """How well an annotator answers a question, by the last fit and by the controls; for reviewers only."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="skills")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="skills")
    answers = models.PositiveIntegerField()
    # One-coin: right answers, partly by the posterior of what was right, and how many there were.
    right = models.FloatField()
    accuracy = models.FloatField(null=True, help_text="By the fitted model.")
    informativeness = models.FloatField(null=True, help_text="0 for whoever answers at random.")
    # Rows: what is true; columns: what was answered; in the order of the fit's values.
    confusion = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "annotator"], name="skill_once")]
