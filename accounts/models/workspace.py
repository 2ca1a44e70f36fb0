from django.db import models


class Workspace(models.Model):
    """A team and its projects. Nothing in a workspace is visible outside it."""

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    # The role of whoever asked for it: rules.workspaces_of adds it.
    role: str

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
