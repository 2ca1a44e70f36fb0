from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models

from accounts.models.workspace import Workspace


class Role(models.TextChoices):
    OWNER = "owner"
    ORGANIZER = "organizer"
    REVIEWER = "reviewer"
    ANNOTATOR = "annotator"


MOST_GROUPS = 20
group_validator = RegexValidator(
    r"^[^,\x00-\x1f\x7f]{1,40}\Z", "A group is a text of up to 40 characters, without commas."
)


class Member(models.Model):
    """A person's role in a workspace."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="members")
    # A person who answered is not deleted but deactivated: their answers stay theirs.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    # What this person is besides: "native", "expert". Campaigns may want answers of certain groups.
    groups = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["user__username"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="member_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="member_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"
