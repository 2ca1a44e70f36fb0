"""Threads that do things at the same moment, each on a connection of its own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from accounts.errors import QuorumError


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned, or the named error that it raised. Any other exception fails the test."""
    barrier = Barrier(len(acts))

    def call(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return act()
        except QuorumError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(call, act) for act in acts]]


def each(function: Callable[[Any], Any], arguments: Iterable[Any]) -> list[Any]:
    """The outcomes of calling the function with each of these at the same moment."""
    return together(*[lambda argument=argument: function(argument) for argument in arguments])
