"""Giving way in a deadlock, and trying again."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 5


def giving_way(act: Callable[P, R]) -> Callable[P, R]:
    """Run the action again where PostgreSQL chose it to break a deadlock: one transaction that may run twice.

    The lock order cannot rule all of them out: who waits for an assignment that is closed meanwhile keeps its lock without
    its record's, and may wait for that record next. Within a larger transaction nothing is run again.
    """

    @wraps(act)
    def patient(*args: P.args, **kwargs: P.kwargs) -> R:
        for left in reversed(range(TRIES)):
            try:
                return act(*args, **kwargs)
            except OperationalError as error:
                broken = isinstance(error.__cause__, DeadlockDetected)
                if not broken or not left or connection.in_atomic_block:
                    raise
        raise AssertionError("unreachable")

    return patient
