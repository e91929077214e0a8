"""How the times of a file are written: the forms that read most of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from jieting.apps.calls.imports.guess import FORMATS
from jieting.switches.strptime import parser

_ISO_DAY = 10


def forms_of(texts: Iterable[str]) -> list[str]:
    """Forms of FORMATS that read some text that is not ISO 8601, the one that reads most first."""
    return [form for form, _ in _read(texts)]


def chosen_form(texts: Iterable[str]) -> str:
    """The form that reads more texts than any other; '' where there is none, or a choice.

    Edge: a bad cell is no reason to read nothing; where day and month may both be either, two
    forms read alike, and a person must choose.
    """
    found = _read(texts)
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        return ""
    return found[0][0]


def _read(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Forms with how many texts each reads, most first, like ones in the order of FORMATS."""
    others = [text for text in texts if not is_iso(text)]
    counted = [(form, sum(parser(form)(text) is not None for text in others)) for form in FORMATS]
    return sorted(((form, n) for form, n in counted if n), key=lambda pair: -pair[1])


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
