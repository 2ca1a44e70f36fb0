from django import forms


class UploadForm(forms.Form):
    file = forms.FileField(
        help_text="CSV with a header row, or JSON Lines: one object per line. May be gzipped."
    )
    batch = forms.CharField(
        required=False,
        max_length=100,
        label="Name of the batch",
        help_text="To compare imports later. The file's name if you leave it empty; annotators never see it.",
    )
    skip_bad_rows = forms.BooleanField(
        required=False,
        label="Import the good rows even if others are bad",
        help_text="Otherwise a file with a bad row is refused as a whole, and nothing changes.",
    )
