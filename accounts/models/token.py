from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import secret


class TokenQuerySet(models.QuerySet["Token"]):
    def valid(self, now: datetime) -> Self:
        """Neither expired nor revoked, of an active user."""
        alive = models.Q(expires_at=None) | models.Q(expires_at__gt=now)
        return self.filter(alive, revoked_at=None, user__is_active=True)

    def of(self, plain: str) -> Self:
        return self.filter(digest=secret.digest(plain))


class Token(models.Model):
    """A key to the API for one person: hashed, named, expiring, shown once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False, help_text="How it begins, to tell tokens apart.")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"
