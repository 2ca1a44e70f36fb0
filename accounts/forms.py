"""What the pages ask for. Bounds are those of the API."""

from collections.abc import Iterable
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.core.validators import RegexValidator

from accounts.actions import annotator as annotators
from accounts.models import Role
from accounts.models.member import MOST_GROUPS, group_validator
from accounts.rules import may_grant


def roles_to_grant(granter: Role) -> list[tuple[str, str]]:
    """Choices for a select, the most modest first: nobody becomes an owner by oversight."""
    return [(role.value, str(role.label)) for role in reversed(Role) if may_grant(granter, role)]


class SignInForm(LoginForm):  # type: ignore[misc]
    """Allauth's, ready to be typed into; its placeholders would only repeat the labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autofocus"] = True
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class WorkspaceForm(forms.Form):
    name = forms.CharField(
        max_length=100, help_text="Of your team or organisation. You will own it, and can invite others."
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField()

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = list(choices)  # type: ignore[attr-defined]


class GroupsForm(forms.Form):
    groups = forms.CharField(required=False, max_length=MOST_GROUPS * 42)

    def clean_groups(self) -> list[str]:
        """Names between commas."""
        named = [name.strip() for name in self.cleaned_data["groups"].split(",") if name.strip()]
        if len(named) > MOST_GROUPS:
            raise forms.ValidationError(f"At most {MOST_GROUPS} groups.")
        for name in named:
            group_validator(name)
        return named


class InvitationForm(RoleForm):
    role = forms.ChoiceField(help_text="What everybody who joins by this link may do.")
    capacity = forms.IntegerField(
        label="People", min_value=1, max_value=10_000, initial=1, help_text="How many may join by it."
    )
    expires_days = forms.IntegerField(
        label="Days", min_value=1, max_value=365, initial=14, help_text="How long it can be used."
    )
    email = forms.EmailField(
        label="For whom", required=False, help_text="An address, as a note to yourself. Nothing is sent."
    )


class AnnotatorsForm(forms.Form):
    count = forms.IntegerField(label="How many", min_value=1, max_value=annotators.AT_A_TIME, initial=10)
    beginning = forms.CharField(
        label="Names begin with",
        max_length=40,
        initial=annotators.PREFIX,
        validators=[
            RegexValidator(annotators.PREFIX_PATTERN, "Letters, digits, “_”, “.” and “-”, a letter first.")
        ],
        help_text="A few random characters follow, as in “annotator-7kq2m”.",
    )
    expires_days = forms.IntegerField(
        label="Days", min_value=1, max_value=3650, initial=365, help_text="How long their tokens are valid."
    )


class TokenForm(forms.Form):
    name = forms.CharField(max_length=100, help_text="What it is for: “laptop”, “nightly import”.")
    expires_days = forms.TypedChoiceField(
        label="Valid for",
        coerce=int,
        choices=[(30, "30 days"), (90, "90 days"), (365, "A year"), (0, "Until it is revoked")],
        initial=90,
    )
