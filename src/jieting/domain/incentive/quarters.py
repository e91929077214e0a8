"""How much money hangs on the reading of a quarter's score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from jieting.domain.contracts.choices import Choice
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.pay import Level, money, paid
from jieting.domain.incentive.readings import OF_QUARTERS
from jieting.domain.incentive.world import World
from jieting.domain.said import say


def quarters(world: World, drawn: Sequence[Level], least: Fraction) -> Iterator[Flaw]:
    """A flaw where another way to make the quarter's score moves its mean pay by ``least``."""
    for choice in world.contract.choices:
        if choice.name == OF_QUARTERS and drawn and not choice.agreed:
            moved = [
                max(_moved(world, drawn, choice, value), key=lambda row: abs(row[2]))
                for value in choice.question.values
                if value != choice.value
            ]
            values = [v for v in choice.question.values if v != choice.value]
            rows = [(v, *row) for v, row in zip(values, moved, strict=True)]
            matter = [row for row in rows if abs(row[3]) >= least]
            if matter:
                yield _flaw(world, choice, matter)


def _moved(
    world: World, drawn: Sequence[Level], choice: Choice, value: str
) -> list[tuple[int, float, Fraction]]:
    """By how much the other value moves the mean pay of a quarter at each volume and quality."""
    contract = world.contract.with_reading(choice, value)
    rows = []
    for level in drawn:
        other = paid(contract, level.scores)
        mean = (sum(other, Fraction(0)) - sum(level.paid, Fraction(0))) / len(other)
        rows.append((level.calls, level.quality, mean))
    return rows


def _flaw(world: World, choice: Choice, matter: Sequence[tuple[str, int, float, Fraction]]) -> Flaw:
    return Flaw(
        "reading_matters",
        Kind.READING,
        Gravity.MODERATE,
        (),
        say(
            "Much hangs on how this is read: {asks} The file says: {value}.",
            asks=choice.question.asks,
            value=choice.question.values[choice.value],
        ),
        tuple(
            say(
                "{value}: {money} a quarter, at {calls} calls a month and {quality} times the "
                "allowed misses",
                value=choice.question.values[value],
                money=money(world.contract, mean),
                calls=calls,
                quality=quality,
            )
            for value, calls, quality, mean in matter
        ),
        say("Have both parties confirm {choice} and write agreed = true.", choice=choice.name),
        data=tuple(
            {
                "choice": choice.name,
                "value": v,
                "calls": n,
                "quality": q,
                "money": round(float(m), 2),
            }
            for v, n, q, m in matter
        ),
    )
