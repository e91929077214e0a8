"""The sentences that templates say: ``{% say "Calls of {month}" month=month %}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

_SAY = re.compile(r"""\{%\s*say\s+(?P<rest>.*?)\s*%\}""", re.DOTALL)
_LITERAL = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)\'""")
_NAME = re.compile(r"(\w+)=")


def sentences(text: str) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Line, sentence and the names given to it, for each tag; '' for one without a literal."""
    for found in _SAY.finditer(text):
        rest = found["rest"]
        literal = _LITERAL.match(rest)
        said = (literal[1] or literal[2] or "") if literal else ""
        after = rest[literal.end() :] if literal else rest
        # What stands in quotes is a value and names nothing.
        names = frozenset(_NAME.findall(_LITERAL.sub("", after)))
        yield text.count("\n", 0, found.start()) + 1, _plain(said), names


def extract(
    file: IO[bytes], keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """The sentences of one template, as Babel asks for them."""
    for line, sentence, _ in sentences(file.read().decode("utf-8")):
        if sentence:
            yield line, "say", sentence, []


def _plain(literal: str) -> str:
    """A literal as Django reads it: a backslash only hides a quote or itself."""
    return re.sub(r"\\(.)", r"\1", literal)
