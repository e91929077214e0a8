"""Forms of the import pages."""

from __future__ import annotations

from typing import Any

from django import forms

from jieting.apps.base.words import later
from jieting.apps.calls.imports import mappings
from jieting.domain.said import say

AUTO, OURS, CLICK = "auto", "ours", "click"
"""Ways to a mapping: find out, the file has our own columns, click it together."""


class UploadForm(forms.Form):
    """A file, and how its columns are to be understood."""

    mapping = forms.ChoiceField(
        label=later(say("How its columns are understood")),
        help_text=later(say("Where nothing fits, the next page lets you say what each column is.")),
    )
    file = forms.FileField(
        label=later(say("File of calls")),
        help_text=later(say("csv, Excel, Parquet, or a log of Asterisk.")),
        error_messages={
            "required": later(say("Choose a file.")),
            "empty": later(say("The file is empty. Export the calls again.")),
        },
    )

    def __init__(self, contract_id: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [
            (AUTO, later(say("Find out by itself"))),
            (OURS, later(say("The file has Jieting's own columns"))),
            (CLICK, later(say("Click it together on the next page"))),
        ]
        self.fields["mapping"].choices = [*own, *mappings.choices(contract_id).items()]


class SaveMappingForm(forms.Form):
    """The name of a mapping that is to be saved."""

    name = forms.CharField(max_length=100, label=later(say("Name")))


class MappingTextForm(forms.Form):
    """A mapping written by hand."""

    text = forms.CharField(
        max_length=200_000,
        label=later(say("Mapping file")),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "mono"}),
    )
