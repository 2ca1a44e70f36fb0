"""Sockets: they say what changed on a project, never what it changed to; to annotators only of what is theirs to see."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.contrib.auth.models import AnonymousUser
from django.urls import path

from accounts.models import User
from labeling.live import OPEN, group, own_group
from projects.rules import reviewed_by, seen_by

NOT_YOURS = 4404


class ProjectConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    """`/ws/projects/<id>/` sends {"changed": ["progress", …]}, at first "everything", to whoever may see the project."""

    async def connect(self) -> None:
        project_id = self.scope["url_route"]["kwargs"]["project_id"]
        await self.accept()
        sees, self.reviews = await database_sync_to_async(_rights)(self.scope["user"], project_id)
        if not sees:
            await self.close(NOT_YOURS)
            return
        # The base class leaves these when the socket closes.
        self.groups = [group(project_id), own_group(project_id, self.scope["user"].pk)]
        for name in self.groups:
            await self.channel_layer.group_add(name, self.channel_name)
        # What changed between the page and this moment, nobody told it.
        await self.send_json({"changed": ["everything"]})

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """Pages have nothing to say here, and whatever somebody sends is not even parsed."""

    async def changed(self, message: dict[str, Any]) -> None:
        told = [name for name in message["changed"] if self.reviews or name in OPEN]
        if told:
            await self.send_json({"changed": told})

    async def own(self, message: dict[str, Any]) -> None:
        """What concerns this person alone."""
        await self.send_json({"changed": message["changed"]})


def _rights(user: User | AnonymousUser, project_id: int) -> tuple[bool, bool]:
    """Whether they may see the project, and review it."""
    if not isinstance(user, User):
        return False, False
    reviews = reviewed_by(user).filter(pk=project_id).exists()
    return reviews or seen_by(user).filter(pk=project_id).exists(), reviews


routes = [path("ws/projects/<int:project_id>/", ProjectConsumer.as_asgi())]
