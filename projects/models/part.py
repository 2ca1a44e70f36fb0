from django.core.validators import RegexValidator
from django.db import models

name_validator = RegexValidator(
    r"^[a-z][a-z0-9_]{0,59}\Z", "Use lower-case letters, digits and underscores, beginning with a letter."
)


class Part(models.Model):
    """What a project's fields and questions share: a name in the data, a title on the page, a kind with settings."""

    name = models.CharField(max_length=60, validators=[name_validator])
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    settings = models.JSONField(default=dict, blank=True)
    required = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title
