"""How a project or its records change: one change at a time, and whoever listens hears of it."""

from collections.abc import Callable

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

LOCK_SPACE = 0x5150 << 48
TRIES = 10

listeners: list[Callable[[int], None]] = []
"""Called with the project's id, inside the transaction of the change. Register in an AppConfig's `ready`."""


def announce(project_id: int) -> None:
    for listener in listeners:
        listener(project_id)


def wait_for_turn(project_id: int) -> None:
    """Wait until no other transaction imports into this project or edits it; the turn ends with the transaction.

    An advisory lock, because imports take long, and the project's row is wanted by every first response. It comes
    first in the lock order: this, then records, then assignments, then the project's row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_SPACE | project_id])


def lock_many(lock: Callable[[], None]) -> None:
    """Call what locks many records, and again where that met annotators who lock a few in another order.

    In a savepoint, so that giving way loses nothing but the locks.
    """
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                lock()
            return
        except OperationalError as error:
            if not left or not isinstance(error.__cause__, DeadlockDetected):
                raise
