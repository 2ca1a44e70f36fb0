from functools import cached_property

from django.conf import settings as django_settings
from django.db import models

from labeling.quality.policy import Policy as Settings
from projects.models import Project


class Policy(models.Model):
    """How a project watches over quality: controls, gates, consensus, overlap, points. Defaults where there is none."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="policy")
    # Only what differs from the defaults.
    settings = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    @cached_property
    def options(self) -> Settings:
        """The settings as their typed object."""
        return Settings.model_validate(self.settings)


def policy_of(project: Project) -> Settings:
    """The project's policy; one statement at most, none where it came with the project."""
    found = getattr(project, "policy", None)
    return found.options if found else Settings()
