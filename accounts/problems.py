"""Errors as RFC 9457 problem details: the one mapping from exceptions to HTTP."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler
from rest_framework.views import set_rollback

from accounts.errors import QuorumError, TooLarge

CONTENT_TYPE = "application/problem+json"


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook. An unknown exception stays one, and becomes the server's plain 500."""
    if isinstance(error, RequestDataTooBig):
        error = TooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if isinstance(error, QuorumError):
        set_rollback()
        return problem(error.status, error.code, str(error), **error.context)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    handled = drf_handler(error, context)
    if handled is None:
        return None
    answer = _translated(error, handled.status_code)
    for header in ("WWW-Authenticate", "Retry-After"):
        if header in handled.headers:
            answer[header] = handled[header]
    return answer


def _translated(error: exceptions.APIException, status: int) -> Response:
    if isinstance(error, exceptions.ValidationError):
        return problem(status, "invalid", "Some of what was sent is not valid.", errors=error.detail)
    return problem(status, str(error.default_code).replace("_", "-"), str(error.detail))


def problem(status: int, code: str, detail: str, **extra: Any) -> Response:
    body = {
        "type": f"urn:quorum:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return Response(body | extra, status=status, content_type=CONTENT_TYPE)
