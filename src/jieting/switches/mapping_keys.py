"""Keys of one TOML table, read with their types checked; what is wrong is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jieting.domain.errors import Finding, Place
from jieting.domain.nearest import did_you_mean
from jieting.domain.said import Said, say
from jieting.domain.toml.lines import Path, line_at
from jieting.switches.mapping import Condition, When
from jieting.switches.strptime import faults


@dataclass(slots=True)
class Sink:
    """Collects the findings about one mapping file."""

    file: str
    lines: dict[Path, int]
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, path: Path, what: Said, remedy: Said) -> None:
        """An error at the key ``path``."""
        why = say("The mapping would not do what it says.")
        key = ".".join(str(part) for part in path if not isinstance(part, int))
        place = Place(self.file, line_at(self.lines, path), key)
        finding = Finding("bad_mapping", what, why, remedy, place)
        if finding not in self.findings:
            self.findings.append(finding)


class Keys:
    """A table of the mapping file; ``allowed`` None lets every key pass."""

    def __init__(
        self, sink: Sink, path: Path, data: dict[str, Any], allowed: Sequence[str] | None
    ) -> None:
        self.data = data
        self._sink = sink
        self._path = path
        self._allowed = allowed
        for key in data:
            if allowed is not None and key not in allowed:
                otherwise = say("Known here are: {keys}.", keys=", ".join(allowed))
                remedy = did_you_mean(key, allowed, otherwise)
                self.wrong(key, say("There is no key {key} here.", key=key), remedy)

    def wrong(self, key: str, what: Said, remedy: Said) -> None:
        """An error at one key of this table."""
        self._sink.wrong((*self._path, key), what, remedy)

    def line(self, *key: str) -> int | None:
        """The line of a key, or of the table itself."""
        return line_at(self._sink.lines, (*self._path, *key))

    def known(self) -> Iterator[str]:
        """The keys written here that are allowed."""
        return (key for key in self.data if self._allowed is None or key in self._allowed)

    def table(self, key: str, allowed: Sequence[str] | None) -> Keys:
        """The table under ``key``; an empty one where there is none."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self._wrong_type(key, say("a table"))
            value = {}
        return Keys(self._sink, (*self._path, key), value, allowed)

    def list_of_tables(self, key: str, allowed: Sequence[str]) -> list[Keys]:
        """The tables under ``[[key]]`` in order."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong_type(key, say("a list of tables, each begun by [[{key}]]", key=key))
            return []
        return [
            Keys(self._sink, (*self._path, key, index), item, allowed)
            for index, item in enumerate(value)
        ]

    def cases(
        self, key: str, allowed: Sequence[str], shared: Mapping[str, object] | None = None
    ) -> list[Keys]:
        """One table, or a list of them, under ``key``; ``shared`` stands in for absent keys."""
        value = self.data[key]
        if isinstance(value, list):
            cases = self.list_of_tables(key, allowed)
        else:
            table = self.table(key, allowed)
            cases = [table] if isinstance(value, dict) else []
        for case in cases:
            case.data = {**(shared or {}), **case.data}
        return cases

    def text(self, key: str, required: bool = False) -> str:
        """Text; empty where the key is absent."""
        value: object = self.data.get(key, "")
        if not isinstance(value, str):
            self._wrong_type(key, say("text in double quotes"))
            return ""
        if required and not value:
            self.wrong(key, say("{key} is missing.", key=key), say("Write {key} here.", key=key))
        return value

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        value = self.data.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            self._wrong_type(key, say("a text or a list of texts"))
            return ()
        if required and not listed:
            self.wrong(key, say("{key} is missing.", key=key), say("Write {key} here.", key=key))
        return tuple(listed)

    def flag(self, key: str) -> bool:
        """Whether the key is true; false where the key is absent."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self._wrong_type(key, say("true or false"))
        return value is True

    def choice(self, key: str, options: Sequence[str], default: str) -> str:
        """One of ``options``; ``default`` where the key is absent and has one."""
        value = self.data.get(key, default)
        if value in options:
            return str(value)
        shown = ", ".join(option or '""' for option in options)
        what = say("{key} is {value}.", key=key, value=str(value) or say("missing"))
        remedy = did_you_mean(str(value), options, say("Write one of: {options}.", options=shown))
        self.wrong(key, what, remedy)
        return default

    def formats(self, key: str) -> tuple[str, ...]:
        """Patterns of times; each is checked."""
        patterns = self.texts(key)
        for pattern in patterns:
            for fault in faults(pattern):
                what = say(
                    "The format {pattern} cannot be used: {fault}", pattern=pattern, fault=fault
                )
                self.wrong(key, what, say("Known are %Y %y %m %d %H %M %S %f %z %%."))
        return patterns

    def when(self, key: str) -> When:
        """Conditions: column to a value, a list of values or {not = ...}; all must hold."""
        return tuple(
            self._condition(key, column, value)
            for column, value in self.table(key, None).data.items()
        )

    def _condition(self, key: str, column: str, value: object) -> Condition:
        negated = isinstance(value, dict) and set(value) == {"not"}
        listed = value["not"] if negated and isinstance(value, dict) else value
        texts = [listed] if isinstance(listed, str) else listed
        if isinstance(texts, list) and texts and all(isinstance(item, str) for item in texts):
            return Condition(column, frozenset(texts), negated)
        remedy = say('Write "value", ["value", "value"] or {form}.', form='{ not = "value" }')
        what = say("The condition on {column} cannot be understood.", column=column)
        self.wrong(key, what, remedy)
        return Condition(column, frozenset())

    def _wrong_type(self, key: str, wanted: Said) -> None:
        what = say("{key} must be {wanted}.", key=key, wanted=wanted)
        self.wrong(key, what, say("Write it so, see the reference of the mapping file."))
