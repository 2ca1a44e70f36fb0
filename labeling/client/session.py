"""One person's connection: base address, token, errors, retries, pages of lists."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from labeling.client.errors import problem
from labeling.client.retrying import pause, worth_repeating

REPEATABLE = {"GET", "HEAD", "PUT", "DELETE"}
ATTEMPTS = 5
Observer = Callable[[httpx.Response | httpx.TransportError], None]


class Session:
    """Safe to share between threads; sessions made by `acting_as` share one pool of connections."""

    def __init__(
        self, http: httpx.Client, token: str, on_retry: Observer | None, *, guest: bool = False
    ) -> None:
        self._http = http
        self._guest = guest
        self._headers = {"Authorization": f"Bearer {token}"}
        self._on_retry = on_retry

    @property
    def url(self) -> str:
        return str(self._http.base_url)

    def acting_as(self, token: str) -> Session:
        return Session(self._http, token, self._on_retry, guest=True)

    def close(self) -> None:
        """The connections belong to the session that made them; for others this does nothing."""
        if not self._guest:
            self._http.close()

    def get(self, path: str, **params: Any) -> Any:
        return self.request("GET", path, params=params)

    def post(self, path: str, body: Any = None, *, repeatable: bool = False, **params: Any) -> Any:
        return self.request("POST", path, body=body, repeatable=repeatable, params=params)

    def request(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        content: bytes | None = None,
        content_type: str | None = None,
        params: Mapping[str, Any] | None = None,
        repeatable: bool = False,
    ) -> Any:
        """The decoded answer; None where there is none. Raises ProblemError, or httpx.TransportError in the end."""
        request = self._http.build_request(
            method,
            path,
            json=body if content is None else None,
            content=content,
            params=_given(params),
            headers=self._headers | ({"Content-Type": content_type} if content_type else {}),
        )
        answer = self._send(request, repeatable=repeatable or method in REPEATABLE)
        if not answer.is_success:
            raise problem(answer)
        return answer.json() if answer.content else None

    def pages(self, path: str, **params: Any) -> Iterator[Any]:
        """The entries of a list, fetched page by page as they are asked for."""
        while True:
            page = self.get(path, **params)
            if isinstance(page, list):
                yield from page
                return
            yield from page["results"]
            if not page["next"]:
                return
            # Only its query: a token must not follow an address that an answer names.
            params = dict(httpx.URL(page["next"]).params)

    @contextmanager
    def stream(self, path: str) -> Iterator[Iterator[bytes]]:
        """The body of a GET in pieces, never whole in memory."""
        with self._http.stream("GET", path, headers=self._headers) as answer:
            if not answer.is_success:
                answer.read()
                raise problem(answer)
            yield answer.iter_bytes()

    def _send(self, request: httpx.Request, *, repeatable: bool) -> httpx.Response:
        for attempt in range(1, ATTEMPTS):
            outcome = self._attempt(request)
            if not worth_repeating(outcome, repeatable=repeatable):
                break
            if self._on_retry:
                self._on_retry(outcome)
            time.sleep(pause(outcome, attempt))
        else:
            outcome = self._attempt(request)
        if isinstance(outcome, httpx.TransportError):
            raise outcome
        return outcome

    def _attempt(self, request: httpx.Request) -> httpx.Response | httpx.TransportError:
        try:
            return self._http.send(request)
        except httpx.TransportError as error:
            return error


def _given(params: Mapping[str, Any] | None) -> dict[str, Any]:
    """Without the ones left out; True and False as the server writes them."""
    written = {True: "true", False: "false"}
    return {
        name: written[value] if isinstance(value, bool) else value
        for name, value in (params or {}).items()
        if value is not None
    }
