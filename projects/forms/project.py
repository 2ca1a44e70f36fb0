"""Making and editing a project: its own settings, and the rows of its fields and questions, as one form."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.errors import NameTaken, QuorumError
from accounts.models import Workspace
from projects.actions.project import Changes
from projects.errors import BadSettings
from projects.forms.parts import FieldList, QuestionList
from projects.models import Project


class PlainForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Project
        fields = ["name", "guidelines", "overlap", "lease_minutes", "queue_depth"]
        labels = {
            "overlap": "Answers per record",
            "lease_minutes": "Minutes per record",
            "queue_depth": "Records dealt ahead",
        }
        widgets = {"guidelines": forms.Textarea(attrs={"rows": 8})}

    def _post_clean(self) -> None:
        """The action checks the rest, against the database as it then is."""


class NewPlainForm(PlainForm):
    workspace = forms.ModelChoiceField(Workspace.objects.none(), empty_label=None)
    field_order = ["workspace", "name"]

    def __init__(self, *args: Any, workspaces: QuerySet[Workspace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workspace"].queryset = workspaces  # type: ignore[attr-defined]


class ProjectForm:
    """Three forms that are valid or not together."""

    def __init__(
        self, plain: PlainForm, data: QueryDict | None, *, fields: Any = (), questions: Any = ()
    ) -> None:
        self.plain = plain
        self.fields = FieldList(data, initial=fields)
        self.questions = QuestionList(data, initial=questions)

    def is_valid(self) -> bool:
        return all([self.plain.is_valid(), self.fields.is_valid(), self.questions.is_valid()])

    def changes(self) -> Changes:
        parts = {"fields": self.fields.drafts(), "questions": self.questions.drafts()}
        values = {name: value for name, value in self.plain.cleaned_data.items() if name != "workspace"}
        return cast(Changes, values | parts)

    def show(self, error: QuorumError) -> None:
        """Put what the action refused beside what caused it."""
        if isinstance(error, BadSettings):
            for problem in error.context["problems"]:
                self._place(problem["path"], problem["message"])
        else:
            self.plain.add_error("name" if isinstance(error, NameTaken) else None, str(error))

    def _place(self, path: list[Any], message: str) -> None:
        lists = {"fields": self.fields, "questions": self.questions}
        if path[0] in lists and lists[path[0]].place(path, message):
            return
        self.plain.add_error(path[0] if path[0] in self.plain.fields else None, message)
