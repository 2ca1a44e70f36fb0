"""The operator's view. What actions guard (the last owner, capacities) and what is shown once is only looked at here."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.actions import invitation as invitations
from accounts.actions import token as tokens
from accounts.models import Invitation, Member, Token, User, Workspace

# The same page to sign in, with the same limits on guessing.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class OnlyLookedAt:
    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    list_display = ["username", "handle", "email", "is_active", "is_staff", "last_login"]
    search_fields = ["username", "handle", "email"]
    fieldsets = [*(DjangoUserAdmin.fieldsets or ()), ("Quorum", {"fields": ["handle"]})]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A person is deactivated, not deleted: their answers stay theirs."""
        return False


class MemberInline(OnlyLookedAt, admin.TabularInline):  # type: ignore[type-arg]
    model = Member
    fields = ["user", "role", "joined_at"]
    readonly_fields = ["joined_at"]


@admin.register(Workspace)
class WorkspaceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "slug", "created_at"]
    search_fields = ["name", "slug"]
    inlines = [MemberInline]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(OnlyLookedAt, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = [
        "workspace",
        "role",
        "email",
        "uses",
        "capacity",
        "created_by",
        "expires_at",
        "revoked_at",
    ]
    list_select_related = ["workspace", "created_by"]
    list_filter = ["role"]
    actions = ["revoke"]

    @admin.action(description="Revoke")
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        for invitation in queryset:
            invitations.revoke(invitation)


@admin.register(Token)
class TokenAdmin(OnlyLookedAt, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["user", "name", "hint", "created_at", "expires_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "name", "hint"]
    actions = ["revoke"]

    @admin.action(description="Revoke")
    def revoke(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        for token in queryset:
            tokens.revoke(token)
