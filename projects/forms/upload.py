from django import forms


class UploadForm(forms.Form):
    file = forms.FileField(
        help_text="CSV with a header row, or JSON Lines: one object per line. May be gzipped."
    )
    skip_bad_rows = forms.BooleanField(
        required=False,
        label="Import the good rows even if others are bad",
        help_text="Otherwise a file with a bad row is refused as a whole, and nothing changes.",
    )
