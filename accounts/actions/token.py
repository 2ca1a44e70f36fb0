"""Keys to the API."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Token, User, secret

PREFIX = "qrm"
LIFETIME = timedelta(days=365)
HINT_LENGTH = 12


def create(user: User, *, name: str, lifetime: timedelta | None = LIFETIME) -> tuple[Token, str]:
    """The token and its plain text, which nobody can read again; without a lifetime it lasts until it is revoked."""
    token, plain = build(user, name=name, lifetime=lifetime)
    token.save()
    return token, plain


def build(user: User, *, name: str, lifetime: timedelta | None) -> tuple[Token, str]:
    """As `create`, unsaved: for many at once."""
    plain = secret.make(PREFIX)
    return Token(
        user=user,
        name=name,
        digest=secret.digest(plain),
        hint=plain[:HINT_LENGTH],
        expires_at=timezone.now() + lifetime if lifetime else None,
    ), plain


def revoke(token: Token) -> None:
    """It opens nothing any more. May be repeated."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
