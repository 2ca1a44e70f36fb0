"""Making users by hand; most people sign up by an invitation, annotators are made in bulk."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts.constraints import refusals
from accounts.errors import NameTaken
from accounts.models import User

# Django's own, case and all, and ours, which ignores case.
USERNAME_TAKEN = ("accounts_user_username_key", "user_username_once")


def create(*, username: str, email: str = "", password: str | None = None, superuser: bool = False) -> User:
    """Without a password they can only be given tokens. Raises NameTaken, and ValidationError for a bad value."""
    user = User(username=username, email=User.objects.normalize_email(email))
    user.is_staff = user.is_superuser = superuser
    user.set_password(password)
    user.clean_fields()
    if password is not None:
        validate_password(password, user)
    with refusals(dict.fromkeys(USERNAME_TAKEN, NameTaken(name=username))), transaction.atomic():
        user.save()
    return user
