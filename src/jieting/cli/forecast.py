"""``jieting forecast``: calls and handle time of the coming half hours, with intervals."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from jieting.cli.files import read_contract, read_text
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.writing import keep_inputs, writable
from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.forecasting.history import Count
from jieting.domain.forecasting.holidays import calendar_for
from jieting.domain.forecasting.special import SpecialDays, read_special_days
from jieting.domain.periods import (
    DAY,
    Instant,
    LocalTimeGap,
    LocalTimeOverlap,
    Period,
    instant,
    instant_of_local,
)
from jieting.domain.said import Said, say
from jieting.language import Language

FORMATS = ("text", "json", "csv")
ZONE = "Asia/Shanghai"
MOST_DAYS = 400


@click.command()
@click.option(
    "--calls",
    "call_files",
    type=PATH,
    multiple=True,
    help="Call file to learn from; may be given more than once.",
)
@click.option(
    "--counts",
    "count_files",
    type=PATH,
    multiple=True,
    help="Counts by interval (csv: queue,start,calls,aht_s), where there are no single calls.",
)
@click.option("--mapping", type=PATH, help="Mapping file for foreign columns and codes.")
@click.option("--contract", "contract_file", type=PATH, help="Contract: zone, hours, queue.")
@click.option("--zone", help="Time zone; the contract's, or Asia/Shanghai.")
@click.option("--queue", "queues", multiple=True, help="Queue; all of them without it.")
@click.option("--from", "first_text", required=True, help="First day, such as 2026-11-01.")
@click.option("--days", type=click.IntRange(1, MOST_DAYS), required=True, help="How many days.")
@click.option("--special", "special_file", type=PATH, help="Special days (TOML).")
@click.option("--now", "now_text", help="Time now: today's calls until then move its rest.")
@click.option(
    "--level",
    type=click.FloatRange(0.01, 0.99),
    default=0.8,
    show_default=True,
    help="Share of counts that the intervals shall hold.",
)
@click.option("--aht", "aht_s", type=click.FloatRange(1, 100_000), help="Handle time in seconds.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.option("--out", type=PATH, help="File to write; standard output without it.")
@click.option("--strict", is_flag=True, help="Refuse files with any bad row.")
@language_option
def forecast(
    call_files: tuple[Path, ...],
    count_files: tuple[Path, ...],
    mapping: Path | None,
    contract_file: Path | None,
    zone: str | None,
    queues: tuple[str, ...],
    first_text: str,
    days: int,
    special_file: Path | None,
    now_text: str | None,
    level: float,
    aht_s: float | None,
    form: str,
    out: Path | None,
    strict: bool,
    lang: str,
) -> None:
    """Forecast calls per half hour and handle time per queue, with intervals and a back-test."""
    keep_inputs(out, [*call_files, *count_files, mapping, contract_file, special_file])
    contract = read_contract(contract_file) if contract_file else None
    place = _zone(zone, contract)
    first, now = _day(first_text), _now(now_text, place)
    special, notes = _special(special_file)
    history = _history(call_files, count_files, mapping, place, strict)

    from jieting.cli.forecast_pages import page
    from jieting.domain.forecasting.gather import Line
    from jieting.domain.forecasting.layout import Ask
    from jieting.domain.forecasting.make import make_forecast

    hours = contract.calendar if contract else ServiceCalendar()
    line = Line(hours, place, calendar_for(place, special.overrides))
    wanted = queues or _contract_queue(contract)
    ask = Ask(first, days, line, level, tuple(dict.fromkeys(wanted)), special, now, aht_s)
    made = make_forecast(history.counts, ask)
    print_findings([*history.findings, *notes, *made.findings], lang)
    content = page(made, ask, history.simulated, form, Language(lang))
    with writable(out):
        if out is None:
            click.echo(content, nl=False)
            return
        out.write_text(content, encoding="utf-8")
    click.echo(Language(lang).render(say("written: {file}", file=out)), err=True)


@dataclass(frozen=True, slots=True)
class _History:
    counts: tuple[Count, ...]
    findings: tuple[Finding, ...]
    simulated: bool


def _history(
    call_files: Sequence[Path],
    count_files: Sequence[Path],
    mapping: Path | None,
    zone: ZoneInfo,
    strict: bool,
) -> _History:
    """The counts of all files, call files or files of counts."""
    if bool(call_files) == bool(count_files):
        raise _bad(
            "usage",
            say("Either --calls or --counts is needed, not both."),
            say("The command did not start."),
            say("See {command} --help.", command="jieting forecast"),
            "jieting forecast",
        )
    if count_files and mapping:
        raise _bad(
            "usage",
            say("--mapping is for call files; --counts has fixed columns."),
            say("The command did not start."),
            say("See {command} --help.", command="jieting forecast"),
            "--mapping",
        )
    if count_files:
        return _counts(count_files, zone, strict)
    with tempfile.TemporaryDirectory(prefix="jieting-") as name:
        return _calls(call_files, mapping, zone, Path(name), strict)


def _calls(
    paths: Sequence[Path], mapping: Path | None, zone: ZoneInfo, folder: Path, strict: bool
) -> _History:
    from jieting.analytics.duck import DuckEngine
    from jieting.cli.call_files import gather_files
    from jieting.domain.calls.call import SIMULATED
    from jieting.domain.forecasting.counting import counts_of, counts_question

    gathered = gather_files(paths, mapping, zone, folder, strict)
    engine = DuckEngine(gathered.path, folder)
    begin, end = engine.span()
    if begin is None or end is None:
        return _History((), gathered.findings, False)
    # a call may queue on the day after it arrived
    question = counts_question(zone, Period(begin - DAY, end + 2 * DAY))
    counts, findings = counts_of(engine.answer(question))
    return _History(counts, (*gathered.findings, *findings), engine.has_source(SIMULATED))


def _counts(paths: Sequence[Path], zone: ZoneInfo, strict: bool) -> _History:
    from jieting.domain.forecasting.counts_file import read_counts

    read = [read_counts(read_text(path), str(path), zone) for path in paths]
    counts = tuple(count for found, _ in read for count in found)
    findings = tuple(finding for _, found in read for finding in found)
    if findings and (strict or not counts):
        raise BadInput(findings)
    return _History(counts, findings, False)


def _contract_queue(contract: Contract | None) -> tuple[str, ...]:
    """The queue that the contract looks at; none where it looks at all."""
    if contract is None or not contract.population.queue:
        return ()
    return (contract.population.queue,)


def _special(path: Path | None) -> tuple[SpecialDays, tuple[Finding, ...]]:
    return read_special_days(read_text(path), str(path)) if path else (SpecialDays(), ())


def _zone(name: str | None, contract: Contract | None) -> ZoneInfo:
    if name is None:
        return contract.zone if contract else ZoneInfo(ZONE)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _bad(
            "unknown_zone",
            say("{key} is {value}.", key="--zone", value=repr(name)),
            say("Days and half hours are cut by it."),
            say("Write a time zone such as Asia/Shanghai."),
            "--zone",
        ) from None


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
        if 1971 <= day.year < 2099:
            return day
    except ValueError:
        pass
    raise _bad(
        "not_a_day",
        say("{key} is {value}.", key="--from", value=repr(text)),
        say("It is the first day that is forecast."),
        say("Write a day such as 2026-11-01."),
        "--from",
    )


def _now(text: str | None, zone: ZoneInfo) -> Instant | None:
    """The instant now; without an offset it is local time."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if 1971 <= moment.year < 2099:
            return instant(moment) if moment.tzinfo else instant_of_local(moment, zone)
    except (LocalTimeGap, LocalTimeOverlap, ValueError):
        pass
    raise _bad(
        "not_a_time",
        say("{key} is {value}.", key="--now", value=repr(text)),
        say("Today's calls are cut there."),
        say("Write a time such as 2026-11-01T11:00."),
        "--now",
    )


def _bad(code: str, what: Said, why: Said, remedy: Said, place: str) -> BadInput:
    return BadInput(Finding(code, what, why, remedy, Place(place)))
