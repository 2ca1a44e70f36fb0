from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who signs in, or a pseudonymous annotator who only has a handle and a token."""

    handle = models.CharField(max_length=60, blank=True, help_text="What others see; the username if empty.")

    def __str__(self) -> str:
        return self.handle or self.username
