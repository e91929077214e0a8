"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from jieting.language import LANGUAGES

PATH = click.Path(readable=False, path_type=Path)
"""The type of every option that names a file or folder; whether it can be read is told later."""

F = TypeVar("F", bound=Callable[..., object])


def language_option(command: F) -> F:
    """The option ``--lang``: Chinese unless asked otherwise."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=lambda: os.environ.get("JIETING_LANG", "zh"),
        help="Language of words: zh (the default) or en.",
    )(command)


def spoken_language(arguments: Sequence[str]) -> str:
    """The language asked for on a command line, for errors that end it."""
    for before, value in zip(arguments, (*arguments[1:], ""), strict=True):
        if before == "--lang" and value in LANGUAGES:
            return value
        if before.startswith("--lang=") and before[7:] in LANGUAGES:
            return before[7:]
    asked = os.environ.get("JIETING_LANG", "zh")
    return asked if asked in LANGUAGES else "zh"
