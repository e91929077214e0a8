"""Months for the tests of statements: counted by hand, assessed by the domain."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from jieting.documents.statement import StatementInput
from jieting.domain.contracts.assess import Assessment, Counted, assess
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.what_if import what_if
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.figures import Figure
from jieting.domain.periods import Month
from jieting.domain.said import say, verbatim
from jieting.language import catalogue

CONTRACTS = Path(__file__).parents[2] / "contracts"
MONTH = Month(2026, 10)
NASTY = '#eval("1+1") *bold* =1+1 <w:t>x</w:t> {{ 7 * 7 }} {% if %} [red]c[/red] @x & "q"'

RECORDS = """
[[exclusion]]
from = 2026-10-05T08:00:00
to = 2026-10-05T11:00:00
reason = "=HYPERLINK(上级平台线路中断)"
agreed = true

[[exclusion]]
from = 2026-10-20T10:00:00
to = 2026-10-20T10:30:00
reason = "职场停电"
agreed = false

[[complaint]]
call_id = "1"
received_at = 2026-10-11T09:00:00
verdict = "justified"

[[training]]
date = 2026-10-09
kind = "special"
attendees = ["A01"]

[[report]]
kind = "operations"
due_at = 2026-11-05T18:00:00
submitted_at = 2026-11-05T17:00:00
missing = ["热点问题"]

[[self_assessment]]
due_at = 2026-11-05T18:00:00
submitted_at = 2026-11-05T17:30:00
untrue_items = []
"""

COUNTS = {
    "arrived": 10_000,
    "served_by_ivr": 2_000,
    "abandoned_in_ivr": 300,
    "offered": 7_600,
    "answered": 6_897,
    "abandoned": 600,
    "overflowed": 103,
    "rejected": 100,
    "excluded": 240,
}
COUNTS_WITH_OUTAGE = {**COUNTS, "arrived": 10_240, "rejected": 340, "excluded": 0}
NUMBERS = {"N-4.1": (8_897, 10_000), "N-4.2": (1_921, 2_000), "N-4.3": (5, 6_897)}
"""88.97 %, 96.05 % and 0.072 % (0.07249...)."""


def contract(name: str) -> Contract:
    """A shipped contract."""
    file = CONTRACTS / f"{name}.toml"
    return load_contract(file.read_text(encoding="utf-8"), file.name)[0]


def records(of: Contract, text: str = RECORDS) -> Records:
    """Records in the contract's time zone."""
    return load_records(text, "records.toml", of.zone)[0]


def figures(of: Contract, numbers: dict[str, tuple[int, int]]) -> dict[str, Figure]:
    """Each figure of the contract with the two numbers given, 0 of 0 without."""
    return {
        use.clause: Figure(of.definition(use), *numbers.get(use.clause, (0, 0)))
        for use in of.figures
    }


def hotline(of: Contract | None = None, text: str = RECORDS) -> Assessment:
    """October of the 12123 hotline, after exclusion."""
    of = of or contract("ningde-12123")
    counted = Counted(COUNTS, figures(of, NUMBERS), sample_base=6_800, sampled=57)
    return assess(of, MONTH, counted, records(of, text))


def hotline_without_exclusions() -> Assessment:
    """The same month with the outage counted."""
    of = contract("ningde-12123")
    numbers = {**NUMBERS, "N-4.1": (8_897, 10_240)}
    counted = Counted(COUNTS_WITH_OUTAGE, figures(of, numbers), sample_base=6_800, sampled=57)
    return assess(of, MONTH, counted, records(of))


def post_loan() -> Assessment:
    """October of the post-loan centre: a bad month with three bad days in a row."""
    of = contract("post-loan")
    counts = dict.fromkeys(COUNTS, 0) | {
        "arrived": 1_000,
        "offered": 1_000,
        "answered": 880,
        "abandoned": 100,
        "overflowed": 20,
    }
    use = of.figures[0]
    definition = of.definition(use)
    days = {date(2026, 10, day): Figure(definition, 40, 100) for day in (12, 13, 14)}
    numbers = {use.clause: (120, 1_000)}
    counted = Counted(counts, figures(of, numbers), days={use.clause: days})
    return assess(of, MONTH, counted, Records())


def findings() -> list[Finding]:
    """Five rows set aside and one warning."""
    rows = [
        Finding(
            "times_backwards",
            say("{later} lies before {earlier}.", later="ended_at", earlier="arrived_at"),
            say("A wait cannot be computed from times that run backwards."),
            verbatim(NASTY),
            Place("十月.csv", 10 + row, "ended_at"),
        )
        for row in range(5)
    ]
    warning = Finding(
        "long_call",
        say("The call lasts more than two days."),
        verbatim("-1"),
        verbatim("+1"),
        Place("十月.csv", 99, "ended_at"),
        Severity.WARNING,
    )
    return [*rows, warning]


def full_input() -> StatementInput:
    """A statement with every part."""
    base = hotline()

    def again(changed: Contract) -> Assessment:
        counted = Counted(COUNTS, figures(changed, NUMBERS), sample_base=6_800, sampled=57)
        return assess(changed, MONTH, counted, records(changed))

    return StatementInput(
        base,
        without_exclusions=hotline_without_exclusions(),
        alternatives=tuple(what_if(base, again)),
        findings=findings(),
        prepared_at="2026-11-02 09:00",
        simulated=True,
        exclusions=records(base.contract).exclusion,
        left_out={"outbound": 812, "other_period": 31, "other_queue": 0},
    )


def earned(assessment: Assessment, clause: str) -> Fraction | None:
    """What a line earned."""
    return next(line.earned for line in assessment.lines if line.clause == clause)


def chinese_catalogue(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile the repository's Chinese catalogue into ``folder`` and use it from there."""
    target = folder / "zh_Hans" / "LC_MESSAGES"
    target.mkdir(parents=True)
    source = catalogue.LOCALES / "zh_Hans" / "LC_MESSAGES" / "jieting.po"
    with source.open("rb") as file, (target / "jieting.mo").open("wb") as made:
        write_mo(made, read_po(file))
    monkeypatch.setattr(catalogue, "LOCALES", folder)
    catalogue.catalogue.cache_clear()
