from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import secret


class TokenQuerySet(models.QuerySet["Token"]):
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

    def is_valid(self, now: datetime) -> bool:
        """Neither expired nor revoked, of an active user."""
        expired = self.expires_at is not None and self.expires_at <= now
        return not expired and self.revoked_at is None and self.user.is_active
