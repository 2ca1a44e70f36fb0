"""What is asked of everything that is sent."""

from typing import Any

from rest_framework.exceptions import ValidationError

from projects.storable import fault


def storable(value: Any) -> None:
    """Any JSON that the database can hold, and that a later answer can carry."""
    if why := fault(value):
        raise ValidationError(f"This {why}.")
