"""Where each key of a TOML text stands, so that a finding can name its line."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+|\#[^\n]*)
    |(?P<newline>\n)
    |(?P<text>"{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<mark>[\[\]{}=,.])
    |(?P<word>[^\s\[\]{}=,.\#"']+|.)""",
    re.VERBOSE | re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """Line (from 1) of every table, key and element of an array in a valid TOML ``text``.

    Shape: ``("clause", 2, "points")`` is the points of the third ``[[clause]]``; an array of
    tables also has its first line under its bare name. Only line feeds end a line, as in TOML.
    """
    return _Scan(text).run()


Span = tuple[int, int]
"""From the first character to just behind the last."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Where values and headers stand in a TOML text: by the path of each, in the text's order."""

    values: dict[Path, Span]
    headers: dict[Path, Span]


def spans_of(text: str) -> Spans:
    """Where each value and each header of a valid TOML ``text`` stands."""
    scan = _Scan(text)
    scan.run()
    return Spans(scan.values, scan.headers)


def line_at(lines: dict[Path, int], path: Path) -> int | None:
    """The line of ``path``, or of the nearest table around it."""
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int
    start: int
    end: int


def _tokens(text: str) -> Iterator[_Token]:
    """What the text is made of, without spaces and comments; at last an empty end."""
    line = 1
    for found in _TOKEN.finditer(text):
        kind, part = found.lastgroup or "word", found[0]
        if kind != "space":
            yield _Token(part if kind == "mark" else kind, part, line, found.start(), found.end())
        line += part.count("\n")
    yield _Token("end", "", line, len(text), len(text))


class _Scan:
    """One pass over the tokens; each method reads one construct of TOML and notes its lines."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.token = next(self.tokens)
        self.found: dict[Path, int] = {(): 1}
        self.counts: defaultdict[Path, int] = defaultdict(int)
        self.values: dict[Path, Span] = {}
        self.headers: dict[Path, Span] = {}
        self.passed = 0

    def run(self) -> dict[Path, int]:
        """Every statement of the text, to its end."""
        here: Path = ()
        while self.token.kind != "end":
            if self.token.kind == "newline":
                self._next()
            elif self.token.kind == "[":
                here = self._header()
            else:
                self._entry(here)
        return self.found

    def _next(self) -> _Token:
        """The token at hand, and a step to the one after it."""
        token = self.token
        self.token, self.passed = next(self.tokens, token), token.end
        return token

    def _skip(self, *kinds: str) -> None:
        while self.token.kind in kinds:
            self._next()

    def _header(self) -> Path:
        """The path of ``[table]`` or ``[[array]]``."""
        opening = self._next()
        is_array = self.token.kind == "["
        self._skip("[")
        path = self._enter(self._dotted("]"), opening.line, is_array=is_array)
        self._skip("]")
        self.headers[path] = (opening.start, self.passed)
        return path

    def _enter(self, parts: list[str], line: int, *, is_array: bool) -> Path:
        """Note a header; an array's last element is the one that its children belong to."""
        path: Path = ()
        for part in parts[:-1]:
            path = self._note((*path, part), line)
            path = (*path, self.counts[path] - 1) if self.counts[path] else path
        path = self._note((*path, *parts[-1:]), line)
        if not is_array:
            return path
        self.counts[path] += 1
        return self._note((*path, self.counts[path] - 1), line)

    def _entry(self, table: Path) -> None:
        """``key = value``, also with a dotted key."""
        line, path = self.token.line, table
        for part in self._dotted("="):
            path = self._note((*path, part), line)
        self._skip("=")
        self._value(path)

    def _dotted(self, until: str) -> list[str]:
        """The parts of a key up to a mark."""
        parts: list[str] = []
        while self.token.kind not in (until, "newline", "end"):
            token = self._next()
            if token.kind != ".":
                parts.append(_unquoted(token))
        return parts

    def _value(self, path: Path) -> None:
        start = self.token.start
        self._read_value(path)
        self.values[path] = (start, self.passed)

    def _read_value(self, path: Path) -> None:
        if self.token.kind == "[":
            self._array(path)
        elif self.token.kind == "{":
            self._inline_table(path)
        else:
            while self.token.kind not in ("newline", ",", "]", "}", "end"):
                self._next()

    def _array(self, path: Path) -> None:
        self._next()
        self._skip("newline")
        index = 0
        while self.token.kind not in ("]", "}", "end"):
            self._value(self._note((*path, index), self.token.line))
            self._skip("newline", ",")
            index += 1
        self._next()

    def _inline_table(self, path: Path) -> None:
        self._next()
        self._skip("newline")
        while self.token.kind not in ("}", "end"):
            self._entry(path)
            self._skip("newline", ",")
        self._next()

    def _note(self, path: Path, line: int) -> Path:
        """Keep the first line at which ``path`` is named."""
        self.found.setdefault(path, line)
        return path


def _unquoted(token: _Token) -> str:
    if token.kind != "text":
        return token.text
    value = tomllib.loads(f"key = {token.text}")["key"]
    return str(value)
