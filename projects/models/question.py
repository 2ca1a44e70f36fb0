from functools import cached_property
from typing import Any

from django.db import models

from projects import questions
from projects.models.part import Part
from projects.models.project import Project
from projects.questions.base import EMPTY, Fields


class Question(Part):
    """What annotators are asked about each record."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="questions")
    description = models.TextField(blank=True, max_length=1000)

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="question_name_once")]

    @cached_property
    def type(self) -> questions.Kind[Any]:
        return questions.kind(self.kind)

    @cached_property
    def options(self) -> Any:
        """The settings as the kind's own typed object."""
        return self.type.settings(self.settings)

    def clean_answer(self, answer: Any, fields: Fields = EMPTY) -> Any:
        """The canonical form of an answer from outside to a record that shows these fields. Raises InvalidAnswer."""
        return self.type.clean(self.options, answer, fields)
