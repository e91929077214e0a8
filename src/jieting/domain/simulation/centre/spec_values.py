"""Values of a specification file: lists of numbers, minutes of the day, distributions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from jieting.domain.said import Said, say
from jieting.domain.simulation.centre.distribution import (
    Distribution,
    Exponential,
    Lognormal,
    Never,
    Quantiles,
    Weibull,
    mean_s,
)
from jieting.domain.simulation.centre.spec import DAY_MINUTES
from jieting.domain.toml.table_reader import TableReader
from jieting.domain.toml.values import as_written, exact_number

LARGEST_NUMBER = 10_000_000
"""No rate, time in seconds or number of agents is larger."""
KINDS = ("exponential", "weibull", "lognormal", "quantiles", "never")


def wrong(table: TableReader, key: str, wanted: Said) -> None:
    """Record that a value is not what it must be."""
    table.found(
        "wrong_value",
        key,
        say("{key} is {value}.", key=key, value=as_written(table.data.get(key, ""))),
        say("It must be {wanted}.", wanted=wanted),
        say("Correct the value."),
    )


def number(
    table: TableReader, key: str, default: str | None = None, *, above: bool = False
) -> float:
    """A number from 0 on, or above it."""
    value = float(table.exact(key, default))
    known = key in table.data and exact_number(table.data[key]) is not None
    if known and (value > LARGEST_NUMBER or (above and value <= 0)):
        wrong(table, key, say("a number above 0, at most {most}", most=LARGEST_NUMBER))
    return value


def share(table: TableReader, key: str) -> float:
    """A share from 0 to 1; 0 where the key is missing."""
    value = float(table.exact(key, "0"))
    if value > 1:
        wrong(table, key, say("a share from 0 to 1"))
    return min(value, 1.0)


def numbers(table: TableReader, key: str) -> tuple[float, ...]:
    """A list of numbers from 0 on; empty where the key is missing."""
    table.asked.add(key)
    values = table.data.get(key, [])
    exact = [exact_number(value) for value in values] if isinstance(values, list) else [None]
    found = [value for value in exact if value is not None and 0 <= value <= LARGEST_NUMBER]
    if len(found) < len(exact):
        wrong(table, key, say("a list of numbers from 0 to {most}", most=LARGEST_NUMBER))
        return ()
    return tuple(float(value) for value in found)


def wholes(table: TableReader, key: str) -> tuple[int, ...]:
    """A list of whole numbers from 0 on; empty where the key is missing."""
    found = numbers(table, key)
    if any(value != int(value) for value in found):
        wrong(table, key, say("a list of whole numbers"))
    return tuple(int(value) for value in found)


def minutes(table: TableReader, key: str) -> int:
    """A time of day as minutes after midnight; "24:00" is the end of the day."""
    clock = table.clock(key)
    if clock is None:
        return 0
    return DAY_MINUTES if clock == time.max else clock.hour * 60 + clock.minute


def optional_whole(table: TableReader, key: str) -> int | None:
    """A whole number; None where the key is missing."""
    if key not in table:
        table.asked.add(key)
        return None
    return table.whole(key)


def distribution(table: TableReader, kinds: tuple[str, ...] = KINDS) -> Distribution:
    """The distribution that a table describes."""
    zero = share(table, "zero_share")
    kind = "exponential" if table.absent else table.text("kind", allowed=kinds)
    found = _READERS.get(kind, _exponential)(table, zero)
    table.close()
    return found


def handle_time(table: TableReader) -> Distribution:
    """The distribution of a handle time; its mean must be above 0."""
    found = distribution(table, KINDS[:-1])
    if not table.absent and zero_mean(found):
        table.found(
            "no_handle_time",
            "",
            say("The mean handle time is 0."),
            say("Calls that take no time need no agents, and the simulation would say so."),
            say("Give times above 0, and a zero_share below 1."),
        )
    return found


def zero_mean(found: Distribution) -> bool:
    """True where the mean is 0 or was not given."""
    return mean_s(found) <= 0


def _exponential(table: TableReader, zero: float) -> Distribution:
    return Exponential(number(table, "mean_s", above=True), zero)


def _weibull(table: TableReader, zero: float) -> Distribution:
    shape = number(table, "shape", above=True)
    return Weibull(number(table, "scale_s", above=True), max(shape, 0.01), zero)


def _lognormal(table: TableReader, zero: float) -> Distribution:
    mean = number(table, "mean_s", above=True)
    return Lognormal(mean or 1.0, min(number(table, "sigma"), 5.0), zero)


def _quantiles(table: TableReader, zero: float) -> Distribution:
    seconds = numbers(table, "seconds")
    if len(seconds) < 2 or list(seconds) != sorted(seconds):
        wrong(table, "seconds", say("a rising list of at least two numbers"))
        return Quantiles((0.0, 1.0), zero)
    return Quantiles(seconds, zero)


def _never(table: TableReader, zero: float) -> Distribution:
    return Never(zero)


_READERS: dict[str, Callable[[TableReader, float], Distribution]] = {
    "exponential": _exponential,
    "weibull": _weibull,
    "lognormal": _lognormal,
    "quantiles": _quantiles,
    "never": _never,
}
