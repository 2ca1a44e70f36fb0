"""Forms for controls: rows to load, what one of them accepts, and when records are settled."""

import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from django import forms

from labeling.actions.control import Settled
from labeling.actions.control.accepted import LONGEST, several
from labeling.actions.control.rows import cell, written
from labeling.models import Control
from projects import sources
from projects.models import Question, Record
from projects.questions import InvalidAnswer

HEAD = 16_384
ANSWERS, TOLERANCE = "answers.", "tolerance."


class LoadForm(forms.Form):
    """A file, or rows as text; `stream` has the bytes of either, and `format` what they are."""

    file = forms.FileField(required=False, help_text="CSV with a header row, or JSON Lines.")
    rows = forms.CharField(
        required=False,
        strip=False,
        label="Or rows",
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text="The same as text, with its header.",
    )
    skip_bad_rows = forms.BooleanField(required=False, label="Load the good rows even if others are bad")

    stream: BinaryIO
    format: str

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file, rows = data.get("file"), data.get("rows", "")
        if bool(file) == bool(rows.strip()):
            raise forms.ValidationError("Choose a file, or write rows: one of the two.")
        # What a browser sends may hold what is no text.
        self.stream = file or io.BytesIO(rows.encode(errors="replace"))
        try:
            self.format = sources.sniff(file.name if file else "", self.stream.read(HEAD))
        except sources.UnreadableFile as error:
            self.add_error("file" if file else "rows", str(error))
        self.stream.seek(0)
        return data


class ProposeForm(forms.Form):
    answers = forms.IntegerField(min_value=2, max_value=1000, initial=5, label="Answers, at least")
    share = forms.FloatField(
        min_value=50, max_value=100, initial=100, label="Agreeing, at least", help_text="Per cent."
    )
    most = forms.IntegerField(min_value=1, max_value=1000, initial=20, label="How many, at most")

    def settled(self) -> Settled:
        return Settled(answers=self.cleaned_data["answers"], share=self.cleaned_data["share"] / 100)


class ControlForm(forms.Form):
    """What a record's control accepts, by question: options to tick where there are few, otherwise one answer per line."""

    explanation = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why this is right. Told to those who qualify, where your policy says so.",
    )

    def __init__(
        self, record: Record, questions: list[Question], control: Control | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.questions = record, questions
        accepted = control.accepted if control else {}
        for question in questions:
            name, known = question.name, accepted.get(question.name, [])
            self.fields[ANSWERS + name] = _answers(question, known)
            if question.type.tolerance_limit:
                self.fields[TOLERANCE + name] = forms.FloatField(
                    required=False,
                    min_value=0,
                    max_value=question.type.tolerance_limit,
                    label=f"Tolerance of “{question.title}”",
                    help_text=question.type.tolerance_help,
                    initial=control.tolerance.get(name) if control else None,
                    widget=forms.NumberInput(attrs={"step": "any"}),
                )
        if control:
            self.initial["explanation"] = control.explanation
        self.order_fields([name for name in self.fields if name != "explanation"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        answers: dict[str, Any] = {}
        for question in self.questions:
            try:
                found = list(self._found(question, data.get(ANSWERS + question.name) or ""))
            except InvalidAnswer as error:
                self.add_error(ANSWERS + question.name, str(error))
                continue
            if found:
                answers[question.name] = found
        if not answers and not self.errors:
            raise forms.ValidationError("Give the right answer to at least one question.")
        tolerance = {q.name: data.get(TOLERANCE + q.name) for q in self.questions if q.name in answers}
        return {"answers": answers, "tolerance": tolerance, "explanation": data.get("explanation", "")}

    def refuse(self, problems: Mapping[str, str]) -> None:
        """What the action found that this did not."""
        for column, reason in problems.items():
            self.add_error(column if column in self.fields else None, reason)

    def _found(self, question: Question, given: str | list[str]) -> Iterator[Any]:
        for line in given.splitlines() if isinstance(given, str) else given:
            if line.strip():
                yield from several(question, cell(question, line.strip()), self.record.content.fields)


def _answers(question: Question, known: list[Any]) -> forms.Field:
    label, initial = question.title, [written(question, answer) for answer in known]
    if choices := _choices(question):
        return forms.MultipleChoiceField(
            required=False,
            label=label,
            choices=choices,
            initial=initial,
            widget=forms.CheckboxSelectMultiple,
            help_text="Whatever you tick is right.",
        )
    return forms.CharField(
        required=False,
        label=label,
        initial="\n".join(initial),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=f"{question.type.title}. One accepted answer on each line, as text or as JSON.",
    )


def _choices(question: Question) -> list[tuple[str, str]]:
    """The possible answers, where these are what is counted."""
    kind, options = question.type, question.options
    try:
        units = [kind.clean(options, unit) for unit in kind.domain(options) or ()]
    except InvalidAnswer:
        return []
    return [(written(question, unit), kind.describe(options, unit)) for unit in units]
