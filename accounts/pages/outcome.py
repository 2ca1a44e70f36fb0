"""What an action led to, as a message on the next page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from accounts.errors import QuorumError


@contextmanager
def outcome(request: HttpRequest, success: str) -> Iterator[None]:
    """Around one action: says `success`, or why it was refused."""
    try:
        yield
    except QuorumError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, success)
