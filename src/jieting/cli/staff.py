"""``jieting staff``: a forecast becomes the agents that each half hour needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from jieting.cli.files import read_contract, read_text
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.writing import keep_inputs, writable
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import BadInput, Finding, JietingError, Place
from jieting.domain.forecasting.file import read_forecast
from jieting.domain.forecasting.forecast import Slot
from jieting.domain.said import say
from jieting.domain.staffing.asked import Asked
from jieting.domain.staffing.file import requirement_csv
from jieting.domain.staffing.target_text import number, parse_targets
from jieting.domain.staffing.targets import Targets
from jieting.language import Language

if TYPE_CHECKING:
    from jieting.domain.staffing.staffed import Staffed

FORMATS = ("text", "json", "csv")
T = TypeVar("T")
_MOST_AWAY = Fraction(99, 100)


@click.command()
@click.argument("forecast", type=PATH)
@click.option(
    "--patience",
    "patience_s",
    type=float,
    required=True,
    help="Seconds after which a waiting caller gives up, on average; inf where nobody does.",
)
@click.option(
    "--target",
    "targets",
    multiple=True,
    help="What every half hour keeps, such as connection_rate=0.9, abandon_rate=0.1, "
    "service_level=0.8@15, asa=20, occupancy=0.85; may be given more than once.",
)
@click.option("--contract", "contract_file", type=PATH, help="Contract whose targets are kept.")
@click.option("--shrinkage", default="0", help="Share of paid time away from calls, such as 0.3.")
@click.option("--at-least", type=click.IntRange(0, 100_000), default=0, help="Agents always there.")
@click.option("--zone", help="Time zone of days; the contract's, or Asia/Shanghai.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.option("--out", type=PATH, help="File to write; standard output without it.")
@language_option
def staff(
    forecast: Path,
    patience_s: float,
    targets: tuple[str, ...],
    contract_file: Path | None,
    shrinkage: str,
    at_least: int,
    zone: str | None,
    form: str,
    out: Path | None,
    lang: str,
) -> None:
    """Work out the agents that each half hour of FORECAST (csv) needs for its targets."""
    keep_inputs(out, [forecast, contract_file])
    read = _Reading()
    contract = read.of(lambda: read_contract(contract_file)) if contract_file else None
    slots = read.of(lambda: _slots(forecast)) or ()
    asked = Asked(
        targets=_targets(read, targets, contract),
        patience_s=read.of(lambda: _patience(patience_s)) or math.inf,
        shrinkage=read.of(lambda: _shrinkage(shrinkage)) or Fraction(0),
        at_least=at_least,
    )
    place = read.of(lambda: _zone(zone, contract)) or ZoneInfo("UTC")
    if read.findings:
        raise BadInput(read.findings)
    print_findings(read.notes, lang)
    _write(_staffed(slots, asked), place, form, lang, out)


class _Reading:
    """What was given, read part by part, so that one run finds everything that is wrong."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.notes: list[Finding] = []

    def of(self, part: Callable[[], T]) -> T | None:
        """The part; None with its findings kept where it cannot be read."""
        try:
            return part()
        except JietingError as error:
            self.findings += error.findings
            return None


def _slots(path: Path) -> tuple[Slot, ...]:
    forecast, findings = read_forecast(read_text(path), str(path))
    if findings:
        raise BadInput(findings)
    return forecast.slots


def _targets(read: _Reading, texts: tuple[str, ...], contract: Contract | None) -> Targets:
    """Those given, and those of the contract that were not; a finding where there are none."""
    given = read.of(lambda: parse_targets(texts))
    asked = given or Targets()
    if contract is not None:
        from jieting.domain.staffing.contract_targets import contract_targets

        found, notes = read.of(lambda: contract_targets(contract)) or (Targets(), [])
        read.notes += notes if asked.connection_rate is None else []
        asked = asked.over(found)
    if asked.is_empty and not read.findings:
        read.findings.append(_no_target())
    return asked


def _patience(seconds: float) -> float:
    if seconds > 0:
        return seconds
    raise BadInput(
        Finding(
            "not_a_patience",
            say("patience is {value}.", value=f"{seconds:g}"),
            say("It says after how many seconds waiting callers give up."),
            say("Write seconds, such as 120, or inf where nobody gives up."),
            Place("--patience"),
        )
    )


def _shrinkage(text: str) -> Fraction:
    share = number(text)
    if share is not None and share <= _MOST_AWAY:
        return share
    raise BadInput(
        Finding(
            "not_a_shrinkage",
            say("shrinkage is {value}.", value=repr(text)),
            say("It is the share of paid time in which agents do not take calls."),
            say("Write a share from 0 to 0.99, such as 0.3 or 30%."),
            Place("--shrinkage"),
        )
    )


def _zone(name: str | None, contract: Contract | None) -> ZoneInfo:
    """The zone given, else the contract's, else China's."""
    if name is None:
        return ZoneInfo("Asia/Shanghai") if contract is None else contract.zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(
            Finding(
                "no_zone",
                say("There is no time zone {name}.", name=repr(name)),
                say("The half hours could not be put on days."),
                say("Write it like Asia/Shanghai or Europe/Berlin."),
                Place("--zone"),
            )
        ) from error


def _no_target() -> Finding:
    return Finding(
        "no_target",
        say("No target says what the half hours must keep."),
        say("Without one any number of agents would do."),
        say("Give --target, or a --contract that asks for a rate."),
        Place("--target"),
    )


def _staffed(slots: tuple[Slot, ...], asked: Asked) -> Staffed:
    from jieting.domain.staffing.staffed import staffed  # imports numba, which is slow

    return staffed(slots, asked)


def _write(found: Staffed, zone: ZoneInfo, form: str, lang: str, out: Path | None) -> None:
    from jieting.cli.staff_pages import as_json, as_text

    if form == "csv":
        content = requirement_csv(found.required, zone)
    else:
        content = as_json(found, zone) if form == "json" else as_text(found, zone, lang)
    if out is None:
        click.echo(content, nl=False)
        return
    with writable(out):
        out.write_text(content, encoding="utf-8", newline="")
    click.echo(Language(lang).render(say("written: {file}", file=out)), err=True)
