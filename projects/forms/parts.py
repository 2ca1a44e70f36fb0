"""The fields or the questions of a project as rows of a form; rows are added, moved and removed in the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from projects import fields, questions
from projects.actions.schema import MAX_PARTS
from projects.forms.settings import SettingsForm
from projects.kinds import Kind
from projects.models.part import Part

NEW = "__new__"


class PartForm(forms.Form):
    """One row. A row that was never given a title or a name is left out."""

    title = forms.CharField(required=False, max_length=200)
    name = forms.CharField(
        required=False,
        max_length=60,
        label="Name in the data",
        help_text="A column of files to import. Made from the title if empty.",
    )
    kind = forms.ChoiceField()
    required = forms.BooleanField(required=False, initial=True)
    remove = forms.BooleanField(required=False, label="Remove")

    def __init__(self, kinds: Mapping[str, Kind[Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.index = str(self.prefix).rpartition("-")[2]
        self.fields["kind"].choices = [(name, kind.title) for name, kind in kinds.items()]  # type: ignore[attr-defined]
        current = self.initial.get("settings") if self.initial else None
        self.settings = [
            SettingsForm(
                kind,
                self.data if self.is_bound else None,
                prefix=f"{self.prefix}-{name}",
                initial=current if current and self.initial.get("kind") == name else None,
            )
            for name, kind in kinds.items()
        ]

    @property
    def chosen(self) -> SettingsForm:
        return next(form for form in self.settings if form.kind.name == self["kind"].value())

    def is_valid(self) -> bool:
        return super().is_valid() and (not self.counts or self.chosen.is_valid())

    @property
    def counts(self) -> bool:
        given = self.cleaned_data
        return not given["remove"] and bool(given["title"] or given["name"])

    def draft(self) -> dict[str, Any]:
        keys = self.cleaned_data.keys() - {"remove"}
        return {key: self.cleaned_data[key] for key in keys} | {"settings": self.chosen.raw()}

    def place(self, path: Sequence[Any], message: str) -> None:
        """Show an action's problem beside what caused it."""
        if path[:1] == ["settings"] and len(path) > 1 and path[1] in self.chosen.fields:
            place = " ".join(str(step + 1) if isinstance(step, int) else str(step) for step in path[2:])
            self.chosen.add_error(path[1], f"{place}: {message}" if place else message)
        else:
            self.add_error(path[0] if path and path[0] in self.fields else None, message)


class QuestionForm(PartForm):
    description = forms.CharField(required=False, max_length=1000, help_text="A hint under the question.")
    name = forms.CharField(
        required=False,
        max_length=60,
        label="Name in the data",
        help_text="A column of exports. Made from the title if empty.",
    )
    field_order = ["title", "name", "kind", "description", "required", "remove"]


class PartList:
    """The rows named `what`, in the order in which the page has them."""

    form: type[PartForm] = PartForm
    kinds: Mapping[str, Kind[Any]] = fields.KINDS
    what = "fields"

    def __init__(
        self, data: QueryDict | None = None, *, initial: Sequence[Part | dict[str, Any]] = ()
    ) -> None:
        if data is not None:
            indexes = [i for i in data.getlist(self.what) if i.isdecimal() and len(i) < 6][:MAX_PARTS]
            self.rows = [self._row(i, data=data) for i in indexes]
        else:
            self.rows = [self._row(i, initial=_initial(part)) for i, part in enumerate(initial)]

    @property
    def new(self) -> PartForm:
        """The row that the page copies to add one."""
        return self._row(NEW)

    @property
    def spare(self) -> PartForm:
        """A row for browsers that run no script."""
        return self._row(max((int(row.index) for row in self.rows), default=-1) + 1)

    def is_valid(self) -> bool:
        return sum(not row.is_valid() for row in self.rows) == 0  # every row, so that each shows its errors

    def drafts(self) -> list[dict[str, Any]]:
        return [row.draft() for row in self.rows if row.counts]

    def place(self, path: Sequence[Any], message: str) -> bool:
        counting = [row for row in self.rows if row.counts]
        if len(path) < 2 or not path[1] < len(counting):
            return False
        counting[path[1]].place(path[2:], message)
        return True

    def _row(self, index: int | str, **given: Any) -> PartForm:
        return self.form(self.kinds, prefix=f"{self.what}-{index}", **given)


class FieldList(PartList):
    pass


class QuestionList(PartList):
    form = QuestionForm
    kinds = questions.KINDS
    what = "questions"


def _initial(part: Part | dict[str, Any]) -> dict[str, Any]:
    if isinstance(part, dict):
        return part
    return {
        name: getattr(part, name, "")
        for name in ("name", "title", "kind", "settings", "required", "description")
    }
