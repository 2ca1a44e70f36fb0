"""Somebody leaves a workspace, or is removed from it: whoever listens hears of it."""

from collections.abc import Callable

from accounts.models import Member

listeners: list[Callable[[Member], None]] = []
"""Called with what was the member, inside the transaction that ends it. Register in an AppConfig's `ready`."""


def announce(member: Member) -> None:
    for listener in listeners:
        listener(member)
