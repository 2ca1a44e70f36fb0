"""How a request to the API proves who sends it: a bearer token, or the browser's session with its CSRF token."""

from django.utils import timezone
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from accounts.models import Token, User


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer qrm_…`."""

    keyword = "bearer"

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.keyword:
            return None
        token = Token.objects.of(plain.strip()).select_related("user").first()
        if token is None or not token.is_valid(timezone.now()):
            raise exceptions.AuthenticationFailed("This token is unknown, expired or revoked.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session; says 401, not 403, to whoever is not signed in."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
