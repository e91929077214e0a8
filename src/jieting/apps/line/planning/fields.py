"""Fields that the forms of a plan share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from jieting.apps.base.words import later
from jieting.domain.line.check_place import SLUG
from jieting.domain.said import Said, say

NAME_HELP = say("Small letters, digits, - and _ only; it stands in the switch's files.")
TEXT_HELP = say("What is said. Wherever else this prompt is played, it says the same.")


def name_field(**more: Any) -> forms.RegexField:
    """A name that the switch's files can bear."""
    more.setdefault("label", later(say("Name")))
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    return forms.RegexField(
        regex=f"^(?:{SLUG.pattern})$",
        max_length=40,
        help_text=later(NAME_HELP),
        error_messages={"invalid": later(NAME_HELP)},
        widget=forms.TextInput(attrs=attrs),
        **more,
    )


def number_field(label: Said, low: int, high: int, **more: Any) -> forms.IntegerField:
    """A whole number within limits."""
    return forms.IntegerField(label=later(label), min_value=low, max_value=high, **more)


def text_field(label: Said, longest: int = 64, **more: Any) -> forms.CharField:
    """A line of text that may be empty."""
    more.setdefault("required", False)
    return forms.CharField(label=later(label), max_length=longest, **more)


def flag_field(label: Said) -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=later(label), required=False)


def words_field(label: Said, **more: Any) -> forms.CharField:
    """What a prompt says."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=later(label), max_length=2_000, required=False, widget=widget, **more
    )


def pick_field(label: Said, names: Iterable[str], empty: Said | None = None) -> forms.ChoiceField:
    """One of some names; ``empty`` says what choosing none means."""
    choices: list[tuple[str, Any]] = [(name, name) for name in names]
    if empty is not None:
        choices.insert(0, ("", later(empty)))
    return forms.ChoiceField(label=later(label), choices=choices, required=empty is None)


def word_field(label: Said, words: Mapping[str, Said]) -> forms.ChoiceField:
    """One of some values that have words."""
    choices = [(value, later(said)) for value, said in words.items()]
    return forms.ChoiceField(label=later(label), choices=choices)


def listed(text: str) -> tuple[str, ...]:
    """The parts of a list that somebody typed, with commas or blanks between them."""
    for mark in "，、;；\n\t":
        text = text.replace(mark, ",")
    return tuple(part for piece in text.split(",") for part in piece.split())


def skills_of(text: str) -> dict[str, int] | None:
    """Skills as they are typed, ``hotline 1, vip 2``; None where that is not what stands there."""
    found: dict[str, int] = {}
    words = listed(text)
    for index, word in enumerate(words):
        if word.isdecimal():
            if index == 0 or words[index - 1].isdecimal():
                return None
            found[words[index - 1]] = int(word)
        else:
            found[word] = 1
    return found


def skills_text(skills: Mapping[str, int]) -> str:
    """Skills as they are typed."""
    return ", ".join(f"{skill} {level}" for skill, level in skills.items())
