"""When a request may be sent again, and after how long."""

from __future__ import annotations

import random

import httpx

NOT_NOW = {429, 502, 503, 504}
LONGEST = 30.0  # seconds between two attempts, whatever the server asks for

# Nothing had been sent when these happened: any request may be repeated.
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def worth_repeating(outcome: httpx.Response | httpx.TransportError, *, repeatable: bool) -> bool:
    """`repeatable`: carried out twice, the request has the effect of once."""
    if isinstance(outcome, httpx.Response):
        return repeatable and outcome.status_code in NOT_NOW
    if isinstance(outcome, UNSENT):
        return True
    return repeatable and not isinstance(outcome, httpx.UnsupportedProtocol)


def pause(outcome: httpx.Response | httpx.TransportError, attempt: int) -> float:
    """Seconds before attempt + 1: what the server asks for, else about 0.2, 0.4, 0.8 … with jitter, so that a
    crowd that was cut off together does not return together."""
    asked = outcome.headers.get("Retry-After", "") if isinstance(outcome, httpx.Response) else ""
    if asked.isdecimal():
        return min(float(asked), LONGEST)
    return min(0.2 * 2.0 ** (attempt - 1), LONGEST) * random.uniform(0.5, 1.0)
