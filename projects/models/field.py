from functools import cached_property
from typing import Any

from django.db import models

from projects import fields
from projects.models.part import Part
from projects.models.project import Project


class Field(Part):
    """A part of a record that annotators see."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="fields")

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="field_name_once")]

    @cached_property
    def type(self) -> fields.Kind[Any]:
        return fields.kind(self.kind)

    @cached_property
    def options(self) -> Any:
        """The settings as the kind's own typed object."""
        return self.type.settings(self.settings)
