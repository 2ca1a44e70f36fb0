"""Allauth's questions about this installation, answered: sign-up is closed unless one holds an invitation."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from accounts.actions import invitation as invitations
from accounts.actions.user import USERNAME_TAKEN
from accounts.constraints import refusals
from accounts.errors import NameTaken, QuorumError
from accounts.models import Invitation, User

# Where the session keeps the code of the invitation whose link was opened.
INVITATION = "invitation"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        code = request.session.get(INVITATION)
        return code is not None and Invitation.objects.open(timezone.now()).of(code).exists()

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Sign up and join in one transaction: nobody is left with an account and no workspace."""
        code = request.session[INVITATION]
        taken = NameTaken(name=form.cleaned_data["username"])
        try:
            with refusals(dict.fromkeys(USERNAME_TAKEN, taken)), transaction.atomic():
                user = cast(User, super().save_user(request, user, form, commit=True))
                member = invitations.accept(code, user=user)
        except QuorumError as error:
            messages.error(request, str(error))
            raise ImmediateHttpResponse(redirect("invitation", code)) from error
        del request.session[INVITATION]
        welcome = f"Welcome. You are now {member.get_role_display().lower()} in {member.workspace}."
        messages.success(request, welcome)
        return user

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("home")
