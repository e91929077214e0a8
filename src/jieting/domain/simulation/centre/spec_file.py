"""The specification of a centre as a TOML text: every finding at once, each with its line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from jieting.domain.contracts.calendar import WEEKDAYS
from jieting.domain.errors import Finding
from jieting.domain.said import say
from jieting.domain.simulation.centre.spec import (
    DAY_MINUTES,
    GroupSpec,
    QueueSpec,
    ShiftSpec,
    Spec,
)
from jieting.domain.simulation.centre.spec_check import check_spec
from jieting.domain.simulation.centre.spec_values import (
    distribution,
    handle_time,
    minutes,
    number,
    numbers,
    optional_whole,
    share,
    wholes,
    wrong,
)
from jieting.domain.toml.table_reader import TableReader, TomlFile

ZONE = "Asia/Shanghai"
FIRST_DAY = date(2026, 1, 1)
MOST_DAYS = 400
MOST_REPLICATIONS = 10_000_000


def read_spec(text: str, name: str) -> tuple[Spec, tuple[Finding, ...]]:
    """The centre in a TOML ``text``, and warnings.

    Errors: BadInput with every finding at once.
    """
    file = TomlFile.parse(text, name)
    root = file.root()
    spec = _spec(root)
    root.close()
    if not any(finding.is_error for finding in file.findings):
        check_spec(spec, root)
    file.raise_errors()
    return spec, tuple(file.findings)


def _spec(root: TableReader) -> Spec:
    head = root.table("simulation")
    queues = tuple(_queue(table) for table in root.tables("queue"))
    groups = tuple(_group(table) for table in root.tables("group"))
    spec = Spec(
        queues=queues,
        groups=groups,
        zone=head.zone("time_zone") if "time_zone" in head else ZoneInfo(ZONE),
        periods=0,
        period_minutes=_at_most(head, "period_minutes", 30, DAY_MINUTES),
        opening=minutes(head, "opening") if "opening" in head else 0,
        days=_at_most(head, "days", 1, MOST_DAYS),
        first_day=head.day("first_day", required=False) or FIRST_DAY,
        busyness=number(head, "busyness", "0"),
        replications=_at_most(head, "replications", 1_000, MOST_REPLICATIONS),
        seed=head.whole("seed", 1),
        confidence=_confidence(head),
    )
    head.asked |= {"time_zone", "opening"}
    head.close()
    return _with_periods(spec)


def _with_periods(spec: Spec) -> Spec:
    """The periods of a day: as many as a day has room for, or as the shortest list tells."""
    room = (DAY_MINUTES - spec.opening) // spec.period_minutes
    told = [len(queue.arrivals) for queue in spec.queues if queue.arrivals]
    periods = min(told, default=0)
    if periods > room and spec.days > 1 and periods % spec.days == 0:
        periods //= spec.days
    return Spec(
        **{name: getattr(spec, name) for name in Spec.__slots__ if name != "periods"},
        periods=periods,
    )


def _at_most(table: TableReader, key: str, default: int, most: int) -> int:
    value = table.whole(key, default, low=1)
    if value > most:
        wrong(table, key, say("a whole number, at most {most}", most=most))
    return max(1, min(value, most))


def _confidence(head: TableReader) -> float:
    value = float(head.exact("confidence", "0.95"))
    if not 0.5 <= value < 1:
        wrong(head, "confidence", say("a number from 0.5 to below 1"))
        return 0.95
    return value


def _queue(table: TableReader) -> QueueSpec:
    factors = numbers(table, "weekday_factors") or (1.0,) * len(WEEKDAYS)
    if len(factors) != len(WEEKDAYS):
        wrong(table, "weekday_factors", say("seven numbers, Monday first"))
        factors = (1.0,) * len(WEEKDAYS)
    found = QueueSpec(
        name=table.text("name"),
        arrivals=numbers(table, "arrivals"),
        handle=handle_time(table.table("handle")),
        patience=distribution(table.table("patience")),
        threshold_s=table.whole("threshold_s"),
        ivr=(share(table, "ivr_served"), share(table, "ivr_lost")),
        ivr_s=table.whole("ivr_s", 0),
        timeout_s=optional_whole(table, "timeout_s"),
        overflow_to=table.text("overflow_to", ""),
        weekday_factors=factors,
    )
    if not found.arrivals and "arrivals" not in table:
        wrong(table, "arrivals", say("the calls expected in each period"))
    table.close()
    return found


def _group(table: TableReader) -> GroupSpec:
    found = GroupSpec(
        name=table.text("name"),
        skills=tuple(_skills(table.table("skills"))),
        staff=wholes(table, "staff"),
        shifts=tuple(_shift(shift) for shift in table.tables("shift")),
    )
    table.close()
    return found


def _skills(table: TableReader) -> Iterator[tuple[str, int]]:
    for name in table.data:
        yield name, table.whole(name, low=1)


def _shift(table: TableReader) -> ShiftSpec:
    start, end = minutes(table, "start"), minutes(table, "end")
    end += DAY_MINUTES if end <= start else 0
    days = table.texts("days", WEEKDAYS) or WEEKDAYS
    found = ShiftSpec(
        agents=table.whole("agents"),
        start=start,
        end=end,
        breaks=tuple(_break(part, start, end) for part in table.tables("break")),
        weekdays=frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS),
    )
    table.close()
    return found


def _break(table: TableReader, start: int, end: int) -> tuple[int, int]:
    """A break within its shift, the day after where the shift runs past midnight."""
    first, last = minutes(table, "start"), minutes(table, "end")
    first += DAY_MINUTES if first < start else 0
    last += DAY_MINUTES if last <= first else 0
    if last > end:
        wrong(table, "end", say("within the shift"))
    table.close()
    return first, last
