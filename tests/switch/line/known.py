"""What is stored of the calls of the tests, as plain values that another process can read."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from jieting.apps.assessment.api_rows import figures_out
from jieting.apps.assessment.queries import assessed_month
from jieting.apps.calls.callers import unseal
from jieting.apps.calls.models import Call
from jieting.apps.line.models import CallBack, Command, LineCall, LineFinding
from jieting.domain.periods import Month
from jieting.switches.asterisk.cel import COLUMNS, FILE
from tests.switch.line import lines

SYSTEM = "tests"
BYTES_A_SECOND = 8000 * 2 * 2


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of one caller's visit.

    ``went`` is empty where every SIP step went as it was written. ``calls`` are the rows in the
    books, ``line`` what is kept beside them, ``findings`` the codes of what was found about it.
    ``recorded_s`` is the length of its first recording, ``number`` the caller's as it is sealed.
    """

    name: str
    call: str
    went: str
    calls: tuple[dict[str, Any], ...]
    line: dict[str, Any]
    call_backs: tuple[dict[str, Any], ...]
    findings: tuple[str, ...]
    recorded_s: float
    number: str


@dataclass(frozen=True, slots=True)
class Lived:
    """All visits by name; the ended calls of the switch's own log; every stored call's id.

    ``outbound`` are the rows of calls that agents made. ``figures`` are those of the month, by
    line and name: both counted numbers. ``commands`` are kind and state of what was asked.
    """

    visits: dict[str, Known]
    outbound: tuple[Known, ...]
    ended: tuple[str, ...]
    stored: tuple[str, ...]
    findings: tuple[str, ...]
    figures: dict[str, dict[str, tuple[int, int]]]
    commands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Log:
    """The switch's own log of its channels, by which everything stored is judged."""

    folder: Path

    def rows(self) -> list[dict[str, str]]:
        """Every row; the last one may be on its way."""
        path = self.folder / "logs" / FILE
        if not path.exists():
            return []
        names = [name for name, _ in COLUMNS]
        with path.open(encoding="utf-8", newline="") as file:
            return [
                dict(zip(names, r, strict=True)) for r in csv.reader(file) if len(r) == len(names)
            ]

    def ended(self) -> list[str]:
        """The calls that are over, as often as the log says so."""
        return [row["call"] for row in self.rows() if row["event"] == "LINKEDID_END"]

    def calls(self) -> dict[str, str]:
        """Caller's number to call, the first of each."""
        found: dict[str, str] = {}
        for row in self.rows():
            if row["event"] == "CHAN_START":
                found.setdefault(row["number"], row["call"])
        return found

    def call_of(self, number: str) -> str:
        """The call of a caller; empty where none came."""
        return self.calls().get(number, "")


def known(folder: Path, went: dict[str, tuple[str, str]]) -> Lived:
    """Everything stored; ``went`` is a visit's name to its caller's number and how it went."""
    log = Log(folder)
    calls = log.calls()
    visits = {
        name: _visit(folder, name, calls.get(number, ""), how)
        for name, (number, how) in went.items()
    }
    stored = list(Call.objects.filter(source=SYSTEM).values_list("call_id", flat=True))
    out = Call.objects.filter(source=SYSTEM, direction="outbound").order_by("arrived_at")
    return Lived(
        visits=visits,
        outbound=tuple(_visit(folder, "", row.call_id, "") for row in out),
        ended=tuple(log.ended()),
        stored=tuple(stored),
        findings=tuple(LineFinding.objects.values_list("code", flat=True)),
        figures={contract: _figures(contract) for contract in lines.NUMBERS},
        commands=tuple(Command.objects.order_by("pk").values_list("kind", "state")),
    )


def _visit(folder: Path, name: str, call: str, went: str) -> Known:
    rows = _plain(Call.objects.filter(call_id=call))
    line = _plain(LineCall.objects.filter(system=SYSTEM, call=call))
    found = LineFinding.objects.filter(call=call).values_list("code", flat=True)
    sealed = rows[0]["caller_sealed"] if rows else None
    return Known(
        name=name,
        call=call,
        went=went,
        calls=rows,
        line=line[0] if line else {},
        call_backs=_plain(CallBack.objects.filter(system=SYSTEM, call=call)),
        findings=tuple(found),
        recorded_s=_recorded_s(folder, call),
        number=unseal(sealed) if sealed else "",
    )


def _recorded_s(folder: Path, call: str) -> float:
    """The length of the first recording, as it lies in the switch's spool: two channels."""
    found = sorted((folder / "spool").glob(f"monitor/*/*/{call}-*.raw"))
    return found[0].stat().st_size / BYTES_A_SECOND if found else 0


def _plain(rows: Iterable[Model]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {f.attname: _value(row, f.attname) for f in row._meta.concrete_fields} for row in rows
    )


def _value(row: Model, name: str) -> Any:
    value = getattr(row, name)
    return bytes(value) if isinstance(value, memoryview) else value


def _figures(contract: str) -> dict[str, tuple[int, int]]:
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
    told = figures_out(assessed_month(contract, Month.of(today)))
    return {one["name"]: (one["numerator"], one["denominator"]) for one in told}
