"""The operator's view of the outbox: what waits, what failed and why, and another try."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import OnlyLookedAt
from labeling import events
from labeling.models import Event


@admin.register(Event)
class EventAdmin(OnlyLookedAt, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["created_at", "kind", "project", "record_id", "annotator", "attempts", "parked", "error"]
    list_filter = ["parked", "kind"]
    list_select_related = ["project", "annotator"]
    actions = ["release"]

    @admin.action(description="Try the selected events again", permissions=["view"])
    def release(self, request: HttpRequest, chosen: QuerySet[Event, Any]) -> None:
        self.message_user(request, f"{events.release(chosen)} events wait for the courier again.")
