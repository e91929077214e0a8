"""How the times of a file are written: the forms that read every one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from jieting.apps.calls.imports.guess import FORMATS
from jieting.switches.strptime import parser

_ISO_DAY = 10


def forms_of(texts: Iterable[str]) -> list[str]:
    """Forms of FORMATS that read every text that is not ISO 8601; none where all are ISO.

    Edge: day and month may both be possible; then a person must choose.
    """
    others = [text for text in texts if not is_iso(text)]
    if not others:
        return []
    return [form for form in FORMATS if all(parser(form)(text) for text in others)]


def chosen_form(texts: Iterable[str]) -> str:
    """The only form that reads all texts; '' where there is none, or a choice."""
    forms = forms_of(texts)
    return forms[0] if len(forms) == 1 else ""


def is_iso(text: str) -> bool:
    """Whether a text is a time that needs no form: ISO 8601, with signs between its parts."""
    if len(text) <= _ISO_DAY or text[4:5] != "-" or text[7:8] != "-":
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def are_clocks(texts: Sequence[str]) -> bool:
    """Whether durations are written h:mm:ss rather than in seconds."""
    return any(":" in text for text in texts)
