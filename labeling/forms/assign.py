"""The three ways to say who gets which record. Each gives rows for the action `assign`."""

import hashlib
import json
from typing import Any

from django import forms
from django.db.models import Case, QuerySet, Value, When

from accounts.models import Member, Role
from labeling.actions.assignment import Wanted, wanted
from labeling.actions.assignment.assign import BARRED
from labeling.models import Queue
from labeling.queries.load import Preview, preview
from labeling.queries.matching import Key, occurring, typed
from projects.models import Project
from projects.sources import BadRow

PEOPLE = 2000


class AssignForm(forms.Form):
    """`wanted` may raise UnreadableTable or TooManyAssignments."""

    skip_bad_rows = forms.BooleanField(
        required=False,
        label="Assign the good rows even if others are bad",
        help_text="Otherwise nothing is assigned as long as one row is bad.",
    )
    field_order = ["rows", "file", "skip_bad_rows"]

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        self.project = project
        super().__init__(*args, **kwargs)

    def wanted(self) -> list[Wanted | BadRow]:
        raise NotImplementedError


class ListForm(AssignForm):
    rows = forms.CharField(
        label="Rows",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "placeholder": "r17,ann\nr18,ben"}),
        help_text="A record’s external id and a username on each line, as typed or as copied from a spreadsheet.",
    )

    def wanted(self) -> list[Wanted | BadRow]:
        return wanted.pasted(self.cleaned_data["rows"])


class FileForm(AssignForm):
    file = forms.FileField(help_text="CSV with the columns record (external id) and annotator (username).")

    def wanted(self) -> list[Wanted | BadRow]:
        return wanted.table(self.cleaned_data["file"])


class FilterForm(AssignForm):
    """Nothing is assigned but what was shown: `shown` is the mark of the preview that the person saw."""

    key = forms.ChoiceField(required=False, label="Which records")
    value = forms.CharField(required=False, label="Value")
    other = forms.CharField(required=False, label="Or another value", max_length=1000)
    annotators = forms.MultipleChoiceField(
        label="People",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who gets the records."},
    )
    per_record = forms.IntegerField(label="People per record", min_value=1, max_value=2000, initial=1)
    skip_bad_rows = forms.BooleanField(
        required=False,
        label="Assign what is possible even if something is not",
        help_text="Otherwise nothing is assigned as long as one of them is refused.",
    )
    # The key that `value` and `other` are of: they say nothing about another one.
    of = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(project, *args, **kwargs)
        self.keys = occurring(project)
        self.people = list(_people(project)[:PEOPLE])
        self.fields["key"].choices = [("", "All records"), *((key.name, key.name) for key in self.keys)]  # type: ignore[attr-defined]
        names = [(member.user.username, str(member.user)) for member in self.people]
        self.fields["annotators"].choices = names  # type: ignore[attr-defined]

    @property
    def chosen_key(self) -> Key | None:
        """The key whose values are offered."""
        return next((key for key in self.keys if key.name == self["key"].value()), None)

    @property
    def other_key(self) -> bool:
        """Whether the values that the person sees are those of another key."""
        return bool((self["key"].value() or "") != (self["of"].value() or ""))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("annotators") and data.get("per_record", 1) > len(data["annotators"]):
            self.add_error("per_record", "There are fewer people than this.")
        data["metadata"] = self._metadata(data)
        return data

    def preview(self) -> Preview:
        return preview(self.project, **self._choices())

    def mark(self, preview: Preview) -> str:
        """Of what a preview was made of and what it found; another one if either changes."""
        said = json.dumps([preview.records, preview.assignments, self._choices()])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def wanted(self) -> list[Wanted | BadRow]:
        return list(wanted.in_turn(self.project, **self._choices()))

    def _choices(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("annotators", "per_record", "metadata")}

    def _metadata(self, data: dict[str, Any]) -> dict[str, Any] | None:
        key = self.chosen_key
        if key is None:
            return None
        if not self.other_key and (other := data.get("other", "").strip()):
            return {key.name: typed(self.project, key=key.name, text=other)}
        known = not self.other_key and data.get("value") in {value.json for value in key.values}
        return {key.name: json.loads(data["value"] if known else key.values[0].json)}


def _people(project: Project) -> QuerySet[Member]:
    """Who may be dealt something; annotators first: they are who is meant, most of the time."""
    members = Member.objects.filter(workspace=project.workspace_id, user__is_active=True)
    members = members.exclude(
        user__in=Queue.objects.filter(project=project, stage__in=BARRED).values("annotator")
    )
    others = Case(When(role=Role.ANNOTATOR, then=Value(0)), default=Value(1))
    return members.select_related("user").order_by(others, "user__username")
