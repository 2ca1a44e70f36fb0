"""What the server refuses, as exceptions: one class for each status that a program handles differently."""

from __future__ import annotations

from typing import Any

import httpx

PREFIX = "urn:quorum:"
ABOUT_ITSELF = {"type", "title", "status", "detail", "instance"}


class ProblemError(Exception):
    """The server's answer to a request that it did not carry out (RFC 9457).

    `code` is stable and meant to be compared ("already-submitted"), `detail` is a sentence for people, and
    `context` holds whatever else the server said about it.
    """

    def __init__(self, status: int, code: str, detail: str, context: dict[str, Any]) -> None:
        super().__init__(f"{detail} ({status} {code})")
        self.status = status
        self.code = code
        self.detail = detail
        self.context = context


class Unauthorized(ProblemError):
    """401: the token is unknown, expired or revoked."""


class Forbidden(ProblemError):
    """403: your role does not allow this."""


class NotFound(ProblemError):
    """404: there is no such thing, or you may not see it."""


class Conflict(ProblemError):
    """409: the state of things does not allow it now."""


class Unprocessable(ProblemError):
    """422: what was sent is understood and not acceptable; `context` says which part of it and why."""


BY_STATUS = {401: Unauthorized, 403: Forbidden, 404: NotFound, 409: Conflict, 422: Unprocessable}


class LeftOpen(RuntimeError):
    """The loop over `work()` went on without submitting, skipping, flagging or releasing its assignment."""


def problem(answer: httpx.Response) -> ProblemError:
    """The exception for an answer without success, whoever wrote it: a proxy's page has no code of ours."""
    body = _body(answer)
    code = str(body.get("type", "")).removeprefix(PREFIX) or f"http-{answer.status_code}"
    detail = str(body.get("detail") or body.get("title") or answer.reason_phrase)
    context = {key: value for key, value in body.items() if key not in ABOUT_ITSELF}
    return BY_STATUS.get(answer.status_code, ProblemError)(answer.status_code, code, detail, context)


def _body(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
