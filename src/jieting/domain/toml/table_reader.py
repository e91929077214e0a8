"""One TOML table read key by key: types, allowed values, unknown keys, all findings at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jieting.domain.errors import BadInput, Finding, Place, Severity
from jieting.domain.nearest import nearest_of
from jieting.domain.periods import (
    Instant,
    LocalTimeGap,
    LocalTimeOverlap,
    instant,
    instant_of_local,
)
from jieting.domain.said import Said, say
from jieting.domain.toml.lines import Path, line_at
from jieting.domain.toml.parse import parse_toml
from jieting.domain.toml.values import (
    LARGEST,
    as_written,
    calendar_day,
    clock_time,
    exact_number,
    is_number,
    parsed,
)


@dataclass
class TomlFile:
    """A parsed TOML text, its lines, and the findings made while reading it."""

    name: str
    data: dict[str, Any]
    lines: dict[Path, int]
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def parse(cls, text: str, name: str) -> TomlFile:
        """The text as a file; BadInput with the line where it is not TOML."""
        data, lines = parse_toml(text, name)
        return cls(name, data, lines)

    def root(self) -> TableReader:
        """A reader of the whole file."""
        return TableReader(self, self.data, ())

    def found(
        self,
        code: str,
        path: Path,
        what: Said,
        why: Said,
        remedy: Said,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Record a finding at the line of ``path``."""
        column = str(path[-1]) if path and isinstance(path[-1], str) else ""
        place = Place(self.name, line_at(self.lines, path), column)
        self.findings.append(Finding(code, what, why, remedy, place, severity))

    def raise_errors(self) -> None:
        """BadInput with everything found, where any of it is an error."""
        if any(finding.is_error for finding in self.findings):
            raise BadInput(self.findings)


class TableReader:
    """Reads one table; each method takes a key and returns its value or records a finding.

    A required key that is missing or wrong gives a neutral value, so that reading goes on and
    every finding is told at once; ``close`` tells the keys that nobody asked for. A table that is
    ``absent`` itself has been told already, and its keys are not told one by one.
    """

    def __init__(
        self, file: TomlFile, data: Mapping[str, Any], path: Path, *, absent: bool = False
    ) -> None:
        self.file = file
        self.data = data
        self.path = path
        self.absent = absent
        self.asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def at(self, key: str) -> Path:
        """The path of a key of this table."""
        return (*self.path, key)

    def line(self) -> int | None:
        """The line at which this table starts."""
        return line_at(self.file.lines, self.path)

    def found(
        self,
        code: str,
        key: str,
        what: Said,
        why: Said,
        remedy: Said,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Record a finding about a key of this table."""
        self.file.found(code, self.at(key) if key else self.path, what, why, remedy, severity)

    def _value(self, key: str, required: bool) -> Any:
        self.asked.add(key)
        if key not in self.data and required and not self.absent:
            self.found(
                "missing_key",
                key,
                say("{key} is missing in {table}.", key=key, table=_table(self.path)),
                say("Without it the entry has no meaning."),
                say("Write {key} = … there.", key=key),
            )
        return self.data.get(key)

    def _wrong(self, key: str, value: object, wanted: Said, code: str = "wrong_type") -> None:
        self.found(
            code,
            key,
            say("{key} is {value}.", key=key, value=as_written(value)),
            say("It must be {wanted}.", wanted=wanted),
            say("Correct the value."),
        )

    def text(
        self, key: str, default: str | None = None, allowed: Iterable[str] | None = None
    ) -> str:
        """A string; ``allowed`` lists the values that it may have.

        Edge: where there is no ``default``, an empty text is as good as none and is told.
        """
        value = self._value(key, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str):
            self._wrong(key, value, say("text in quotation marks"))
            return default or ""
        if default is None and allowed is None and not value.strip():
            self._wrong(key, value, say("text that is not empty"), "empty_text")
        if allowed is not None and value not in (values := tuple(allowed)):
            self.unknown_value(key, value, values)
        return value

    def unknown_value(self, key: str, value: str, allowed: tuple[str, ...]) -> None:
        """Record that a value is none of the allowed ones, with the nearest one."""
        self.found(
            "unknown_value",
            key,
            say("{key} is {value}.", key=key, value=as_written(value)),
            say("It must be one of: {allowed}.", allowed=", ".join(allowed)),
            nearest_of(value, allowed),
        )

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Either true or false."""
        value = self._value(key, default is None)
        if value is None:
            return bool(default)
        if not isinstance(value, bool):
            self._wrong(key, value, say("true or false"))
            return bool(default)
        return value

    def whole(self, key: str, default: int | None = None, low: int = 0) -> int:
        """A whole number, at least ``low``."""
        value = self._value(key, default is None)
        if value is None:
            return default or 0
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(key, value, say("a whole number"))
            return default or 0
        if not low <= value <= LARGEST:
            self._out_of_range(key, value, low)
            return default or 0
        return value

    def exact(self, key: str, default: str | None = None, low: int = 0) -> Fraction:
        """An exact number: a whole number, or a decimal, best written in quotation marks."""
        value = self._value(key, default is None)
        if value is None:
            return exact_number(default) or Fraction(0)
        number = exact_number(value)
        if number is not None and low <= number <= LARGEST:
            return number
        if is_number(value):
            self._out_of_range(key, value, low)
        else:
            self._wrong(key, value, say('a number, such as 90 or "0.05"'))
        return Fraction(0)

    def _out_of_range(self, key: str, value: object, low: int) -> None:
        wanted = say("a number from {low} to {high}", low=low, high=LARGEST)
        self._wrong(key, value, wanted, "out_of_range")

    def day(self, key: str, required: bool = True) -> date | None:
        """A calendar day such as 2026-10-01."""
        value = self._value(key, required)
        day = calendar_day(value)
        if day is None and value is not None:
            self._wrong(key, value, say("a day such as 2026-10-01"))
        return day

    def clock(self, key: str) -> time | None:
        """A time of day such as "09:00"; None, told, where it is missing or none."""
        value = self._value(key, True)
        clock = clock_time(value)
        if clock is None and value is not None:
            self._wrong(key, value, say('a time of day such as "09:00"'))
        return clock

    def moment(self, key: str, zone: ZoneInfo, required: bool = True) -> Instant | None:
        """A point in time; without an offset it is local time in ``zone``."""
        value = self._value(key, required)
        if isinstance(value, str):
            value = parsed(datetime.fromisoformat, value)
        if value is None and key not in self.data:
            return None
        if type(value) is date:
            value = datetime.combine(value, time())
        if not isinstance(value, datetime):
            self._wrong(key, self.data[key], say("a time such as 2026-10-01T09:00:00"))
            return None
        return self._instant(key, value, zone)

    def _instant(self, key: str, value: datetime, zone: ZoneInfo) -> Instant | None:
        if not 1970 <= value.year <= 2100:
            self._wrong(key, value, say("a time between the years 1970 and 2100"), "out_of_range")
            return None
        try:
            return instant_of_local(value, zone) if value.tzinfo is None else instant(value)
        except (LocalTimeGap, LocalTimeOverlap) as error:
            self._clock_change(key, value, zone, isinstance(error, LocalTimeGap))
            return None

    def _clock_change(self, key: str, value: datetime, zone: ZoneInfo, gap: bool) -> None:
        if gap:
            what = say("There is no such time: {value} in {zone}.", value=value, zone=zone.key)
        else:
            what = say("There are two such times: {value} in {zone}.", value=value, zone=zone.key)
        self.found(
            "clock_change",
            key,
            what,
            say("The clocks were changed then."),
            say("Write the offset, such as 2026-10-25T02:30:00+01:00."),
        )

    def zone(self, key: str) -> ZoneInfo:
        """A time zone by its name, such as Asia/Shanghai."""
        name = self.text(key)
        try:
            return ZoneInfo(name or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._wrong(key, name, say("a time zone such as Asia/Shanghai"), "unknown_zone")
            return ZoneInfo("UTC")

    def texts(self, key: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """A list of strings; empty where the key is missing."""
        value = self._value(key, False)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self._wrong(key, value, say("a list of texts"))
            return ()
        if allowed is not None:
            known = tuple(allowed)
            for part in value:
                if part not in known:
                    self.unknown_value(key, part, known)
        return tuple(value)

    def items(self, key: str) -> tuple[str, ...]:
        """A list of texts, or a whole number that stands for so many unnamed ones."""
        value = self.data.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            count = self.whole(key, 0)
            if count > 10_000:
                self._wrong(key, value, say("a list of texts, or a number up to 10000"))
                return ()
            return tuple(str(number) for number in range(1, count + 1))
        return self.texts(key)

    def table(self, key: str, required: bool = True) -> TableReader:
        """A sub-table; an empty one, marked ``absent``, where it is missing or none."""
        self.asked.add(key)
        value = self.data.get(key)
        if value is None and required and not self.absent:
            self._no_table(key)
        if value is not None and not isinstance(value, dict):
            self._wrong(key, value, say("a table, written [{key}]", key=_name(self.at(key))))
            value = None
        return TableReader(self.file, value or {}, self.at(key), absent=value is None)

    def _no_table(self, key: str) -> None:
        name = _name(self.at(key))
        self.found(
            "missing_table",
            key,
            say("The table [{name}] is missing.", name=name),
            say("What it says is needed."),
            say("Add [{name}] with its keys.", name=name),
        )

    def tables(self, key: str) -> list[TableReader]:
        """An array of tables, written [[key]]; empty where there is none."""
        value = self._value(key, False)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            name = _name(self.at(key))
            self._wrong(key, value, say("an array of tables, written [[{key}]]", key=name))
            return []
        return [TableReader(self.file, part, (*self.at(key), i)) for i, part in enumerate(value)]

    def close(self) -> None:
        """Tell every key of the table that nobody asked for."""
        for key in self.data:
            if key not in self.asked:
                self.found(
                    "unknown_key",
                    key,
                    say("{key} is not known in {table}.", key=key, table=_table(self.path)),
                    say("A misspelt key would be left out in silence."),
                    nearest_of(key, tuple(sorted(self.asked))),
                )


def _name(path: Path) -> str:
    """The name of a table as it stands in its header."""
    return ".".join(str(part) for part in path if isinstance(part, str))


def _table(path: Path) -> str | Said:
    """The table in words."""
    return f"[{_name(path)}]" if path else say("the file")
