from django.conf import settings
from django.db import models

from projects.models import Question, Record


class Adjudication(models.Model):
    """A reviewer's decision on a record's answer: it wins over what the responses say."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="adjudications")
    question = models.ForeignKey(Question, models.CASCADE, related_name="adjudications")
    value = models.JSONField()
    note = models.TextField(blank=True, max_length=5000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "question"], name="adjudication_once")]
