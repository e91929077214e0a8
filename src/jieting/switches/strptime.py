"""Times by a pattern: the part of strptime that call lists need, strict and fast."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from jieting.domain.said import Said, say

_DIRECTIVES = {
    "%Y": r"(?P<Y>\d{4})",
    "%y": r"(?P<y>\d{2})",
    "%m": r"(?P<m>\d{1,2})",
    "%d": r"(?P<d>\d{1,2})",
    "%H": r"(?P<H>\d{1,2})",
    "%M": r"(?P<M>\d{1,2})",
    "%S": r"(?P<S>\d{1,2})",
    "%f": r"(?P<f>\d{1,6})",
    "%z": r"(?P<z>Z|[+-]\d{2}:?\d{2})",
    "%%": "%",
}
_CENTURY_PIVOT = 69


_NEEDED = (("%Y", "%y"), ("%m",), ("%d",), ("%H",), ("%M",))


def faults(pattern: str) -> list[Said]:
    """Why ``pattern`` cannot tell a time: unknown, repeated or missing directives."""
    used = re.findall("%.?", pattern)
    wrong = [say("{part} is not known.", part=part) for part in used if part not in _DIRECTIVES]
    wrong += [
        say("{part} stands twice.", part=part)
        for part in sorted(set(used) - {"%%"})
        if used.count(part) > 1
    ]
    wrong += [
        say("{part} is missing.", part=" / ".join(either))
        for either in _NEEDED
        if not set(either) & set(used)
    ]
    return wrong


@lru_cache(maxsize=64)
def parser(pattern: str) -> Callable[[str], datetime | None]:
    """A function from text to its time, aware where ``%z`` is given; None where it differs.

    Two-digit years: 69 to 99 are of the 1900s, the others of the 2000s.
    """
    regex = re.compile(
        "".join(_DIRECTIVES.get(part) or re.escape(part) for part in re.findall("%.|.", pattern)),
        re.ASCII,
    )

    def parse(text: str) -> datetime | None:
        found = regex.fullmatch(text)
        return _moment(found.groupdict()) if found else None

    return parse


def _moment(part: dict[str, str]) -> datetime | None:
    get = part.get
    try:
        moment = datetime(  # noqa: DTZ001 - local unless %z is given
            _year(part),
            int(get("m", "1")),
            int(get("d", "1")),
            int(get("H", "0")),
            int(get("M", "0")),
            int(get("S", "0")),
            int(get("f", "0").ljust(6, "0")),
        )
    except ValueError:
        return None
    return moment.replace(tzinfo=_zone(part["z"])) if "z" in part else moment


def _year(part: dict[str, str]) -> int:
    if "Y" in part:
        return int(part["Y"])
    short = int(part.get("y", "70"))
    return short + (1900 if short >= _CENTURY_PIVOT else 2000)


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
