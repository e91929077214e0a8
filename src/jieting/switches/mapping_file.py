"""The TOML form of a mapping: every key checked, every finding at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from jieting.domain.calls.call import COLUMNS, DURATION_COLUMNS, TIME_COLUMNS, Outcome, Rating
from jieting.domain.calls.call import Direction as CallDirection
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.reasons import reason_of
from jieting.domain.said import Said, say
from jieting.domain.toml.parse import parse_toml
from jieting.switches.mapping import (
    LeaveOutRule,
    Mapping,
    OutcomeRule,
    Pick,
    SecondsCase,
    SecondsFormat,
    TextCase,
    TimeCase,
)
from jieting.switches.mapping_keys import Keys, Sink

TABLES = (
    "mapping",
    "table",
    "column",
    "time",
    "seconds",
    "outcome",
    "leave_out",
    "code",
    "constant",
    "empty",
)
TEXT_COLUMNS = tuple(
    name for name in COLUMNS if name not in (*TIME_COLUMNS, *DURATION_COLUMNS, "source_ref")
)
_SHARED_BY_TIMES = ("date", "formats", "empty", "roll_over")
"""Keys of [time] itself hold for each [time.x] that does not write its own."""
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
OUR_CODES: dict[str, tuple[str, ...]] = {
    "direction": tuple(CallDirection),
    "outcome": tuple(Outcome),
    "rating": ("", *Rating),
}
"""Columns whose values are codes of ours; others take any text."""


def load_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file.

    Errors: BadInput with every finding at once, each with its line where it has one.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(path, say("it is not UTF-8 at byte {byte}", byte=error.start)) from error
    except OSError as error:
        raise _unreadable(path, reason_of(error)) from error
    return parse_mapping(text, file=path.name)


def _unreadable(path: Path, reason: Said) -> BadInput:
    return BadInput(
        Finding(
            "no_mapping",
            say("The mapping file cannot be read: {reason}.", reason=reason),
            say("Without it the columns of the call list have no meaning."),
            say("Check the path; a mapping file is a TOML file in UTF-8."),
            Place(path.name),
        )
    )


def parse_mapping(text: str, file: str = "") -> Mapping:
    """The mapping in a TOML text.

    Errors: BadInput with every finding at once, each with its line where it has one.
    """
    data, lines = parse_toml(text, file)
    sink = Sink(file, lines)
    mapping = _Parser(Keys(sink, (), data, TABLES), sink).mapping(file)
    if sink.findings:
        raise BadInput(sink.findings)
    return mapping


class _Parser:
    """Turns the tables of the file into a Mapping; whatever is wrong goes to the sink."""

    def __init__(self, top: Keys, sink: Sink) -> None:
        self._top = top
        self._sink = sink
        self._times: dict[str, tuple[TimeCase, ...]] = {}
        self._seconds: dict[str, tuple[SecondsCase, ...]] = {}
        self._texts: dict[str, tuple[TextCase, ...]] = {}

    def mapping(self, file: str) -> Mapping:
        """The whole file."""
        head = self._top.table("mapping", ("name", "about"))
        table = self._top.table("table", ("delimiter", "encoding", "sheet", "header", "time_zone"))
        self._columns()
        self._time_tables()
        self._second_tables()
        return Mapping(
            name=head.text("name", required=True),
            about=head.text("about"),
            file=file,
            delimiter=self._delimiter(table),
            encoding=table.choice("encoding", ("", "utf-8", "gb18030"), ""),
            sheet=table.text("sheet"),
            header=self._header(table),
            time_zone=self._zone(table),
            texts=self._texts,
            times=self._times,
            seconds=self._seconds,
            outcomes=self._outcomes(),
            leave_out=self._leave_out(),
            codes=self._codes(),
            constants=self._constants(),
            empty=frozenset(self._top.table("empty", ("values",)).texts("values")),
        )

    def _delimiter(self, table: Keys) -> str:
        word = table.text("delimiter")
        if not word or (len(word) == 1 and not _is_in_cells(word)):
            return word
        return DELIMITERS.get(table.choice("delimiter", tuple(DELIMITERS), ""), "")

    def _header(self, table: Keys) -> tuple[str, ...]:
        if table.data.get("header", True) is True:
            return ()
        return table.texts("header")

    def _zone(self, table: Keys) -> ZoneInfo | None:
        name = table.text("time_zone")
        try:
            return ZoneInfo(name) if name else None
        except (OSError, ValueError, KeyError):
            remedy = say("Write a name such as Asia/Shanghai.")
            table.wrong("time_zone", say("There is no time zone {name}.", name=name), remedy)
            return None

    def _columns(self) -> None:
        columns = self._top.table("column", tuple(COLUMNS))
        for ours in columns.known():
            if isinstance(columns.data[ours], str):
                self._plain_column(ours, columns.text(ours), columns.line(ours))
            elif ours in TIME_COLUMNS:
                columns.wrong(ours, *_elsewhere("time", ours))
            elif ours in DURATION_COLUMNS:
                columns.wrong(ours, *_elsewhere("seconds", ours))
            else:
                keys = ("from", "join", "empty", "when")
                self._texts[ours] = tuple(map(_text_case, columns.cases(ours, keys)))

    def _plain_column(self, ours: str, theirs: str, line: int | None) -> None:
        if ours in TIME_COLUMNS:
            self._times[ours] = (TimeCase(columns=(theirs,), line=line),)
        elif ours in DURATION_COLUMNS:
            self._seconds[ours] = (SecondsCase(columns=(theirs,), line=line),)
        else:
            self._texts[ours] = (TextCase(columns=(theirs,), line=line),)

    def _time_tables(self) -> None:
        keys = ("from", "pick", *_SHARED_BY_TIMES, "when")
        times = self._top.table("time", (*TIME_COLUMNS, *_SHARED_BY_TIMES))
        shared = {key: times.data[key] for key in _SHARED_BY_TIMES if key in times.data}
        for ours in times.known():
            if ours in TIME_COLUMNS and not self._twice(times, ours, self._times):
                self._times[ours] = tuple(map(_time_case, times.cases(ours, keys, shared)))

    def _second_tables(self) -> None:
        seconds = self._top.table("seconds", DURATION_COLUMNS)
        for ours in seconds.known():
            if not self._twice(seconds, ours, self._seconds):
                cases = seconds.cases(ours, ("from", "format", "empty", "when"))
                self._seconds[ours] = tuple(map(_seconds_case, cases))

    def _twice(self, keys: Keys, ours: str, known: dict[str, Any]) -> bool:
        if ours in known:
            what = say("{ours} is mapped twice.", ours=ours)
            keys.wrong(ours, what, say("Keep one of the two places."))
        return ours in known

    def _outcomes(self) -> tuple[OutcomeRule, ...]:
        rules = tuple(
            OutcomeRule(keys.when("when"), keys.choice("is", tuple(Outcome), ""), keys.line())
            for keys in self._top.list_of_tables("outcome", ("when", "is"))
        )
        if rules and "outcome" in self._texts:
            what = say("outcome has both a column and [[outcome]] rules.")
            self._top.wrong("outcome", what, say("Keep one of the two places."))
        return rules

    def _leave_out(self) -> tuple[LeaveOutRule, ...]:
        return tuple(
            LeaveOutRule(keys.when("when"), keys.text("reason", required=True), keys.line())
            for keys in self._top.list_of_tables("leave_out", ("when", "reason"))
        )

    def _codes(self) -> dict[str, dict[str, str]]:
        codes = self._top.table("code", TEXT_COLUMNS)
        return {ours: self._code(codes, ours) for ours in codes.known()}

    def _code(self, codes: Keys, ours: str) -> dict[str, str]:
        table = codes.table(ours, None)
        allowed = OUR_CODES.get(ours)
        return {
            theirs: table.choice(theirs, allowed, "") if allowed else table.text(theirs)
            for theirs in table.data
        }

    def _constants(self) -> dict[str, str]:
        table = self._top.table("constant", TEXT_COLUMNS)
        if "call_id" in table.data:
            what = say("Every row would have the same call_id.")
            table.wrong("call_id", what, say("Take call_id from a column of the file."))
        return {
            ours: table.choice(ours, OUR_CODES[ours], "") if ours in OUR_CODES else table.text(ours)
            for ours in table.known()
        }


def _is_in_cells(character: str) -> bool:
    """True for what cells consist of or lines end in; nothing can be told apart by it."""
    return character.isalnum() or character in '"\r\n\0'


def _elsewhere(table: str, ours: str) -> tuple[Said, Said]:
    what = say("[column] takes only one column name for {ours}.", ours=ours)
    return what, say("Write the details as [{table}.{ours}].", table=table, ours=ours)


def _text_case(keys: Keys) -> TextCase:
    columns = keys.texts("from", required=True)
    if len(columns) > 1 and not keys.text("join"):
        what = say("Several columns are joined by nothing.")
        remedy = say("Write join, such as {join}; else 1 and 23 equal 12 and 3.", join='"-"')
        keys.wrong("join", what, remedy)
    return TextCase(
        columns=columns,
        join=keys.text("join"),
        empty=frozenset(keys.texts("empty")),
        when=keys.when("when"),
        line=keys.line(),
    )


def _time_case(keys: Keys) -> TimeCase:
    return TimeCase(
        columns=keys.texts("from", required=True),
        pick=cast(Pick, keys.choice("pick", ("first", "earliest", "latest"), "first")),
        date=keys.text("date"),
        formats=keys.formats("formats"),
        empty=frozenset(keys.texts("empty")),
        roll_over=keys.flag("roll_over"),
        when=keys.when("when"),
        line=keys.line(),
    )


def _seconds_case(keys: Keys) -> SecondsCase:
    return SecondsCase(
        columns=keys.texts("from", required=True),
        form=cast(SecondsFormat, keys.choice("format", ("seconds", "h:mm:ss"), "seconds")),
        empty=frozenset(keys.texts("empty")),
        when=keys.when("when"),
        line=keys.line(),
    )
