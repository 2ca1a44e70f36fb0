"""Who the token belongs to."""

from typing import TypedDict


class Membership(TypedDict):
    slug: str
    name: str
    role: str


class Me(TypedDict):
    id: int
    username: str
    handle: str
    email: str
    workspaces: list[Membership]
