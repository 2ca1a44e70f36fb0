from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import secret
from accounts.models.member import Role
from accounts.models.workspace import Workspace


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now, revoked_at=None, uses__lt=F("capacity"))

    def of(self, plain: str) -> Self:
        return self.filter(digest=secret.digest(plain))


class Invitation(models.Model):
    """A link by which up to `capacity` people join a workspace, with the role that it names."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Role)
    email = models.EmailField(blank=True, help_text="A note: whoever has the link may use it.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    capacity = models.PositiveIntegerField(default=1)
    uses = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(uses__lte=F("capacity")), name="invitation_within_capacity"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.workspace}"
