"""A database constraint that refuses a write becomes the error that explains it, by the constraint's name."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from django.db import IntegrityError

from accounts.errors import QuorumError


@contextmanager
def refusals(errors: Mapping[str, QuorumError]) -> Iterator[None]:
    """Raise the error that belongs to the violated constraint; any other violation stays what it is.

    Goes around `transaction.atomic`, never inside it: a refused transaction must end first.
    """
    try:
        yield
    except IntegrityError as error:
        if explained := errors.get(violated(error)):
            raise explained from error
        raise


def violated(error: IntegrityError) -> str:
    """The name of the constraint that refused."""
    cause = error.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, psycopg.Error) else ""
