"""The form in which records are kept."""

from __future__ import annotations

from typing import Any

from django import forms

from jieting.apps.assessment.actions import LARGEST_RECORDS, LONGEST_NOTE
from jieting.apps.base.words import later
from jieting.domain.said import say


class RecordsForm(forms.Form):
    """Records as a text, or as a file that takes the text's place."""

    file = forms.FileField(
        label=later(say("Records file (.toml)")), required=False, allow_empty_file=True
    )
    text = forms.CharField(
        label=later(say("Records")),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "code"}),
    )
    note = forms.CharField(
        label=later(say("What changed, and why")), max_length=LONGEST_NOTE, required=False
    )

    def clean(self) -> dict[str, Any]:
        """The file's text, where a file was given, else the text typed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if given := cleaned.get("file"):
            cleaned["text"] = self._read(given)
        # Browsers send line ends as CR LF; the records keep those of a file.
        cleaned["text"] = cleaned.get("text", "").replace("\r\n", "\n")
        return cleaned

    def _read(self, given: Any) -> str:
        if given.size > 4 * LARGEST_RECORDS:
            raise forms.ValidationError(later(say("The file is too large to be a records file.")))
        try:
            return str(given.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                later(say("The file is not text in UTF-8. Save it as UTF-8 and try again."))
            ) from None
