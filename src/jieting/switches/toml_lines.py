"""Lines of keys in a TOML file, which the TOML parser itself does not tell."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*[=.]""")


class TomlLines:
    """Where the tables and keys of a TOML text stand.

    ``line("column", "agent")`` is the line of ``agent`` in ``[column]``; ``line("outcome", 2)``
    that of the third ``[[outcome]]``. What cannot be found is None.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str | int, ...], int] = {}
        self._arrays: dict[tuple[str | int, ...], int] = {}
        table: tuple[str | int, ...] = ()
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.match(line):
                table = self._table(_parts(header[2]), array=header[1] == "[[")
                self._lines.setdefault(table, number)
            elif key := _KEY.match(line):
                self._lines.setdefault((*table, key[1].strip("\"'")), number)

    def _table(self, path: tuple[str, ...], array: bool) -> tuple[str | int, ...]:
        if not array:
            return path
        index = self._arrays.get(path, -1) + 1
        self._arrays[path] = index
        return (*path, index)

    def line(self, *path: str | int) -> int | None:
        """The line of a key or table (of a list its first), else of the nearest one around it."""
        while path:
            found = self._lines.get(path) or self._lines.get((*path, 0))
            if found:
                return found
            path = path[:-1]
        return None


def _parts(dotted: str) -> tuple[str, ...]:
    found = re.findall(r'"([^"]*)"|\'([^\']*)\'|([^.\s"\']+)', dotted)
    return tuple(next(part for part in parts if part) for parts in found if any(parts))
