from django.db import models

from labeling.models.agreement import Pattern
from projects.models import Question, Record


class Consensus(models.Model):
    """What a record's counted responses say to one question together: derived, recomputed after each response.

    `method` made it of the answers in `basis`: {"responses": [numbers], "weights": [one for each, or empty where all
    weigh the same; of a fitted model, how probable the answer is of that person if the agreed one is true], "fit": when the model was fitted, where one was used}. Adjudicated ones are a reviewer's.
    """

    class Method(models.TextChoices):
        MAJORITY = "majority"
        WEIGHTED = "weighted"
        DAWID_SKENE = "dawid_skene", "Dawid-Skene"
        MEAN = "mean"
        MEDIAN = "median"
        KIND = "kind", "By the kind of question"
        ADJUDICATED = "adjudicated"

    record = models.ForeignKey(Record, models.CASCADE, related_name="consensus")
    question = models.ForeignKey(Question, models.CASCADE, related_name="consensus")
    # The agreed answer in canonical form; null while undecided, and then `tied` holds the answers that share the lead.
    value = models.JSONField(null=True)
    tied = models.JSONField(default=list)
    share = models.FloatField(null=True, help_text="The part of the answers that the agreed one has, 0 to 1.")
    answers = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=11, choices=Method, default=Method.MAJORITY)
    posterior = models.FloatField(null=True, help_text="The probability of the agreed answer, 0 to 1.")
    error = models.FloatField(null=True, help_text="The standard error of an agreed number.")
    similarity = models.FloatField(null=True, help_text="How alike the answers are, pair by pair, 0 to 1.")
    basis = models.JSONField(default=dict)
    # Where this record is counted in the question's agreement; none while its answers cannot be compared.
    pattern = models.ForeignKey(Pattern, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "question"], name="consensus_once")]

    @property
    def adjudicated(self) -> bool:
        """Whether it is a reviewer's decision."""
        return self.method == self.Method.ADJUDICATED
