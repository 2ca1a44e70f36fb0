"""Whose answers are to be excluded, and why. Nothing is excluded but what was shown."""

import hashlib
import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms

from accounts.errors import QuorumError
from accounts.models import User
from labeling.actions.exclusion import Preview, Scope, since_last_passed
from labeling.errors import NeverPassed
from labeling.queries.exclusion import people
from projects.models import Project, Record

PEOPLE = 2000
SPANS = [
    ("all", "All of them"),
    ("since", "Those since a time"),
    ("control", "Those since a control was last passed"),
]
YEARS = range(2000, 2100)


class ExclusionForm(forms.Form):
    """Valid, it has a `scope`. `shown` is the mark of the preview that the person saw; `confirming` asks for a reason."""

    annotator = forms.ChoiceField(required=False, label="Whose answers")
    span = forms.ChoiceField(choices=SPANS, initial="all", label="Which of them", widget=forms.RadioSelect)
    since = forms.DateTimeField(
        required=False,
        label="Since",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    record = forms.CharField(
        required=False,
        max_length=200,
        label="Only on the record",
        help_text="Its external id. Without a person: everybody’s answers to it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        max_length=2000,
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For other reviewers; the annotator does not see it.",
    )
    # The reader's time zone, which `since` is in.
    zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, project: Project, *args: Any, confirming: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        self.people = {user.username: user for user in people(project)[:PEOPLE]}
        names = [(name, str(user)) for name, user in self.people.items()]
        self.fields["annotator"].choices = [("", "Choose…"), *names]  # type: ignore[attr-defined]
        self.fields["reason"].required = confirming
        self.scope: Scope | None = None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors.keys() - {"reason"}:
            return data
        annotator = self.people.get(data.get("annotator", ""))
        since, record = self._since(data, annotator), self._record(data.get("record", ""))
        if not self.errors.keys() - {"reason"}:
            try:
                self.scope = Scope(annotator, record, since)
            except QuorumError as error:
                self.add_error(None, str(error))
        return data

    def mark(self, preview: Preview) -> str:
        """Of what is to be excluded and what that would change; another one if either does."""
        scope = self.scope
        assert scope is not None
        chosen = [scope.annotator and scope.annotator.pk, scope.record and scope.record.pk, str(scope.since)]
        said = json.dumps([chosen, preview.figures], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def _since(self, data: dict[str, Any], annotator: User | None) -> datetime | None:
        if data.get("span") == "control":
            return self._last_passed(annotator)
        if data.get("span") != "since":
            return None
        since: datetime | None = data.get("since")
        if since is None or since.year not in YEARS:
            self.add_error("since", "Enter a date and a time.")
            return None
        return since.replace(tzinfo=_zone(data.get("zone", "")))

    def _last_passed(self, annotator: User | None) -> datetime | None:
        if annotator is None:
            self.add_error("annotator", "Choose whose controls are meant.")
            return None
        found = since_last_passed(self.project, annotator)
        if found is None:
            self.add_error("span", str(NeverPassed(annotator=annotator)))
        return found

    def _record(self, external_id: str) -> Record | None:
        if not external_id:
            return None
        found = Record.objects.filter(project=self.project, external_id=external_id).first()
        if found is None:
            self.add_error("record", "There is no record with this external id.")
        return found


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return ZoneInfo("UTC")
