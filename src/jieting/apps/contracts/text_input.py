"""A text out of a browser's form or file, letter by letter what its author meant."""

from __future__ import annotations

from typing import Any

from django import forms

from jieting.apps.base.words import later
from jieting.apps.contracts.amending import LONGEST_TEXT
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say
from jieting.domain.toml.parse import parse_toml

_BYTES_OF_A_LETTER = 4


def text_field(**more: Any) -> forms.CharField:
    """A field for a contract's text."""
    attrs = {"rows": 26, "spellcheck": "false", "class": "code"}
    widget = forms.Textarea(attrs=attrs)
    return forms.CharField(
        label=later(say("Contract file (TOML)")), strip=False, widget=widget, **more
    )


def day_field(**more: Any) -> forms.DateField:
    """A field for a day; a browser's own picker takes it in no other form than 2026-10-01."""
    style = more.pop("style", "")
    attrs = {"type": "date", **({"class": style} if style else {})}
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs), **more)


def typed(text: str, kept: str) -> str:
    """A text as it was typed over ``kept``: browsers send every line end as CR LF.

    A text that was not touched keeps its letters; a changed one takes the line end of ``kept``.
    """
    if _plain(text) == _plain(kept):
        return kept
    return _plain(text).replace("\n", "\r\n") if "\r\n" in kept else _plain(text)


def text_of_file(file: Any) -> str:
    """The text of an uploaded file, byte for byte. Errors: BadInput where it is not UTF-8."""
    if file.size > _BYTES_OF_A_LETTER * LONGEST_TEXT:
        raise BadInput(_no_text(file.name))
    try:
        text: str = file.read().decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(_no_text(file.name)) from None
    return text


def must_be_toml(text: str, name: str) -> None:
    """Errors: BadInput with the line where a text is no TOML."""
    parse_toml(text, name)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _no_text(name: str) -> Finding:
    return Finding(
        "not_a_text",
        say("{file} is no text in UTF-8.", file=name),
        say("A contract file is text in UTF-8."),
        say("Save it as UTF-8 and try again."),
        Place(name),
    )
