"""Forms of the pages of moves, made from a kind's fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from jieting.apps.base.words import later, tell
from jieting.apps.moves.evidence import KINDS_TAKEN, Attachment, against_sizes, checked
from jieting.apps.moves.facts import LONGEST
from jieting.apps.moves.forms_fields import form_field, typed
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import REMARK, Step
from jieting.domain.errors import BadInput, Finding
from jieting.domain.said import say

TEXT, FILES = "text", "files"
RESERVED = frozenset({TEXT, FILES, "about", "revision", "csrfmiddlewaretoken"})
"""Names that a kind's field may not have: the pages use them."""


class _Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; none of them is read before all are small enough."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files, read. Errors: ValidationError with all that speaks against any of them."""
        files = [file for file in (data or ()) if file is not None]
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        found = against_sizes([(file.name, file.size) for file in files])
        if found:
            raise _invalid(found)
        try:
            return list(checked([Attachment(file.name, file.read()) for file in files]))
        except BadInput as error:
            raise _invalid(error.findings) from error


class MoveForm(forms.Form):
    """The fields of a kind or step, a text and files."""

    def __init__(
        self, fields: Iterable[Field], zone: ZoneInfo, *args: Any, step: Step | None, **values: Any
    ) -> None:
        super().__init__(*args, use_required_attribute=False, **values)
        self.asked = tuple(fields)
        for field in self.asked:
            self.fields[field.name] = form_field(field, zone)
        self.fields[TEXT] = _text_field(step)
        self.fields[FILES] = _files_field(step)

    @property
    def lost_files(self) -> bool:
        """Whether files were sent that the browser does not keep for another try."""
        return self.is_bound and bool(self.files)

    def facts(self) -> dict[str, Any]:
        """The answers as they are kept."""
        return {field.name: self.cleaned_data[field.name] for field in self.asked}

    def text(self) -> str:
        """What was written beside the answers."""
        return str(self.cleaned_data[TEXT])

    def attachments(self) -> list[Attachment]:
        """The files."""
        return list(self.cleaned_data[FILES])

    def typed(self) -> list[dict[str, object]]:
        """What was typed, with its titles, to be shown where the form has gone."""
        return [
            {"title": self.fields[name].label, "value": self.data[name]}
            for name in (*(field.name for field in self.asked), TEXT)
            if self.data.get(name)
        ]

    def tell(self, findings: Iterable[Finding]) -> list[Finding]:
        """Put each finding beside its field; those that are about none come back."""
        left = []
        for finding in findings:
            name = self._place(finding)
            if name:
                self.add_error(name, told_finding(finding))
            else:
                left.append(finding)
        return left

    def _place(self, finding: Finding) -> str:
        column = finding.place.column
        if column in self.fields:
            return column
        asks = {"move_unknown_call": (Ask.CALL, "call"), "move_unknown_move": (Ask.MOVE, "number")}
        ask, parameter = asks.get(finding.code, (None, ""))
        meant = str(finding.what.params.get(parameter, ""))
        for field in self.asked:
            if field.ask is ask and str(self.cleaned_data.get(field.name, "")) == meant:
                return field.name
        return ""


def opening_form(
    fields: Sequence[Field], zone: ZoneInfo, query: Mapping[str, str], *given: Any
) -> MoveForm:
    """The form that opens a move, filled in with what the address says.

    ``call_id`` fills the first field that asks for a call, whatever its name.
    """
    initial = {field.name: query[field.name] for field in fields if field.name in query}
    calls = [field.name for field in fields if field.ask is Ask.CALL]
    if calls and query.get("call_id"):
        initial.setdefault(calls[0], query["call_id"])
    if query.get(TEXT):
        initial[TEXT] = query[TEXT]
    return MoveForm(fields, zone, *given, step=None, initial=initial, auto_id="open-%s")


def step_form(step: Step, zone: ZoneInfo, facts: Mapping[str, Any], *given: Any) -> MoveForm:
    """The form of a step, filled in with the answers that are known already."""
    initial = {
        field.name: typed(field, facts[field.name], zone)
        for field in step.fields
        if field.name in facts and not step.anew
    }
    auto_id = f"{step.name}-%s"
    return MoveForm(step.fields, zone, *given, step=step, initial=initial, auto_id=auto_id)


def told_finding(finding: Finding) -> str:
    """What was found and what to do, in one line beside a field."""
    return f"{tell(finding.what)} {tell(finding.remedy)}"


def _invalid(findings: Iterable[Finding]) -> forms.ValidationError:
    return forms.ValidationError([told_finding(one) for one in findings])


def _text_field(step: Step | None) -> forms.CharField:
    needed = step is not None and step.needs_reason
    is_reason = step is not None and needed and step is not REMARK
    return forms.CharField(
        label=later(say("Reason") if is_reason else say("Remark")),
        required=needed,
        max_length=LONGEST[Ask.TEXT],
        widget=forms.Textarea(attrs={"rows": 3 if needed else 2}),
    )


def _files_field(step: Step | None) -> FilesField:
    return FilesField(
        label=later(say("Evidence")),
        required=step is not None and step.needs_evidence,
        widget=_Files(attrs={"accept": ",".join(f".{kind}" for kind in KINDS_TAKEN)}),
        help_text=later(
            say("PDF, Word, Excel, PNG, JPEG, WAV, text or csv; at most 10 files of 10 MB each.")
        ),
        error_messages={"required": later(say("Attach at least one file."))},
    )
