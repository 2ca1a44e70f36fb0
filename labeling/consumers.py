"""Sockets: they say what changed on a project, never what it changed to."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.contrib.auth.models import AnonymousUser
from django.urls import path

from accounts.models import User
from labeling.live import group
from projects.rules import seen_by

NOT_YOURS = 4404


class ProjectConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    """`/ws/projects/<id>/` sends {"changed": ["progress", …]}, at first "everything", to whoever may see the project."""

    async def connect(self) -> None:
        project_id = self.scope["url_route"]["kwargs"]["project_id"]
        await self.accept()
        if not await database_sync_to_async(_may_see)(self.scope["user"], project_id):
            await self.close(NOT_YOURS)
            return
        self.group = group(project_id)
        await self.channel_layer.group_add(self.group, self.channel_name)
        # What changed between the page and this moment, nobody told it.
        await self.send_json({"changed": ["everything"]})

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "group"):
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """Pages have nothing to say here, and whatever somebody sends is not even parsed."""

    async def changed(self, message: dict[str, Any]) -> None:
        await self.send_json({"changed": message["changed"]})


def _may_see(user: User | AnonymousUser, project_id: int) -> bool:
    return isinstance(user, User) and seen_by(user).filter(pk=project_id).exists()


routes = [path("ws/projects/<int:project_id>/", ProjectConsumer.as_asgi())]
