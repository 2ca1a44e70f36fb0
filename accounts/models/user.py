from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


class User(AbstractUser):
    """A person who signs in, or a pseudonymous annotator who only has a handle and a token."""

    handle = models.CharField(max_length=60, blank=True, help_text="What others see; the username if empty.")

    class Meta(AbstractUser.Meta):
        constraints = [
            # People sign in, and are told apart, without regard to case.
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_once",
                violation_error_message="A user with that username already exists.",
            ),
        ]

    def __str__(self) -> str:
        return self.handle or self.username
