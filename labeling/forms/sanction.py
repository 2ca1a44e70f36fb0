"""What reviewers and annotators enter about warnings and pauses."""

from django import forms

LONGEST = 5000


class ImposeForm(forms.Form):
    annotator = forms.CharField(
        max_length=150, label="Who", widget=forms.TextInput({"list": "names", "autocomplete": "off"})
    )
    kind = forms.ChoiceField(choices=[("warning", "Warn"), ("pause", "Pause")], label="What")
    reason = forms.CharField(
        max_length=LONGEST,
        label="Why",
        help_text="The annotator reads this.",
        widget=forms.Textarea({"rows": 2}),
    )


class NoteForm(forms.Form):
    note = forms.CharField(max_length=LONGEST, required=False)


class AppealForm(forms.Form):
    text = forms.CharField(max_length=LONGEST)
