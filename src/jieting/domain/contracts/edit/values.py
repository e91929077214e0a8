"""Single values set in a TOML text: comments, spacing and order stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from jieting.domain.toml.lines import Path, Span, Spans, spans_of
from jieting.domain.toml.parse import BYTE_ORDER_MARK

Patch = tuple[int, int, str]
"""Replace the text from the first place to the second."""


def set_values(text: str, values: Mapping[Path, str]) -> str:
    """The text with each path of ``values`` set to its literal; a missing key is added.

    Errors: ValueError where the table that a key belongs to is not in the text.
    """

    def patches(body: str, spans: Spans) -> list[Patch]:
        newline = newline_of(body)
        return [_patch(body, spans, path, value, newline) for path, value in values.items()]

    return patched(text, patches)


def patched(text: str, patches: Callable[[str, Spans], list[Patch]]) -> str:
    """The text after the patches that are asked for, given its body and where all stands in it."""
    body = text.removeprefix(BYTE_ORDER_MARK)
    mark = text[: len(text) - len(body)]
    found = patches(body, spans_of(body))
    # From behind, so that earlier places stay; of equal places the later patch goes in first.
    for _, (start, end, new) in sorted(enumerate(found), key=lambda p: (p[1][:2], p[0]))[::-1]:
        body = body[:start] + new + body[end:]
    return mark + body


def newline_of(text: str) -> str:
    """The line end of the text: that of its first line."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def line_start(text: str, at: int) -> int:
    """Where the line around a place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Just behind the line end of the line around a place; the text's end in its last line."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def section_end(spans: Spans, header: Span) -> int:
    """Where the last value under a header ends, before the next header; its own end without any."""
    following = [start for start, _ in spans.headers.values() if start > header[0]]
    limit = min(following, default=None)
    ends = [
        end
        for start, end in spans.values.values()
        if start >= header[1] and (limit is None or start < limit)
    ]
    return max(ends, default=header[1])


def _patch(text: str, spans: Spans, path: Path, value: str, newline: str) -> Patch:
    if path in spans.values:
        return (*spans.values[path], value)
    table, key = path[:-1], str(path[-1])
    if table in spans.headers:
        header = spans.headers[table]
        return _new_line(text, section_end(spans, header), header[0], f"{key} = {value}", newline)
    if table in spans.values:
        return _into_inline(text, spans.values[table], f"{key} = {value}")
    return _beside_dotted(text, spans, path, value, newline)


def _new_line(text: str, after: int, like: int, entry: str, newline: str) -> Patch:
    """A line of its own behind the one that ``after`` lies in, indented as the one of ``like``."""
    indent = re.match(r"[ \t]*", text[line_start(text, like) :])
    at = line_end(text, after)
    before = "" if text[:at].endswith("\n") else newline
    return at, at, f"{before}{indent[0] if indent else ''}{entry}{newline}"


def _into_inline(text: str, span: Span, entry: str) -> Patch:
    inside = text[span[0] + 1 : span[1] - 1]
    at = span[0] + 1 + len(inside.rstrip())
    return at, at, f", {entry}" if inside.strip() else f" {entry} "


def _beside_dotted(text: str, spans: Spans, path: Path, value: str, newline: str) -> Patch:
    """Next to another key of a table that has no header: ``fee.amount = …``."""
    table = path[:-1]
    beside = [p for p in spans.values if p[: len(table)] == table]
    if not beside:
        raise ValueError(f"the text has no table {'.'.join(map(str, table))}")
    start, end = spans.values[beside[-1]]
    around = [p for p, span in spans.headers.items() if span[0] < start]
    here = around[-1] if around else ()
    key = ".".join(str(part) for part in path[len(here) :])
    return _new_line(text, end, start, f"{key} = {value}", newline)
