"""The request as views behind login_required get it."""

from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User


class SignedIn(HttpRequest):
    user: User


class SignedInAPI(Request):
    """The same for views of the API behind IsAuthenticated."""

    user: User
