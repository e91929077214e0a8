"""TOML text to a table, exact: decimals stay decimals, and what is not TOML is told by its line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import Said, say
from jieting.domain.toml.lines import Path, lines_of
from jieting.domain.toml.values import decimal_or_nan

BYTE_ORDER_MARK = "\ufeff"
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_CHINESE_MARKS = re.compile("[“”‘’＝【】＃，：]")
_ENDLESS_NUMBER = re.compile(r"\d{4300}")


def parse_toml(text: str, name: str) -> tuple[dict[str, Any], dict[Path, int]]:
    """The table that ``text`` is, and the line of each key.

    Edge: a byte order mark, which some editors write, is passed over.
    Errors: BadInput with the line where it is not TOML.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    try:
        return tomllib.loads(text, parse_float=decimal_or_nan), lines_of(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(_not_toml(str(error), text, name)) from error
    except (ValueError, RecursionError) as error:
        raise BadInput(_beyond_measure(text, name)) from error


def _not_toml(words: str, text: str, name: str) -> Finding:
    where = _WHERE.search(words)
    lines = text.removesuffix("\n").split("\n")
    number = int(where[1]) if where and where[1] else len(lines)
    return Finding(
        "not_toml",
        say("The file is not valid TOML: {error}.", error=_WHERE.sub("", words)),
        say("Nothing in it can be read."),
        _remedy(lines[number - 1] if number <= len(lines) else ""),
        Place(name, number),
    )


def _remedy(line: str) -> Said:
    if _CHINESE_MARKS.search(line):
        return say('Write plain " = [ ] # , : there, not the Chinese ones.')
    return say("Correct the text there; strings stand in quotation marks.")


def _beyond_measure(text: str, name: str) -> Finding:
    endless = _ENDLESS_NUMBER.search(text)
    return Finding(
        "not_toml",
        say("The file holds a number of thousands of digits, or lists without end in each other."),
        say("Nothing in it can be read."),
        say("Take it out."),
        Place(name, text.count("\n", 0, endless.start()) + 1 if endless else None),
    )
