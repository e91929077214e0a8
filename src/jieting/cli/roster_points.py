"""The contract's points of a roster: what it is made for, and what simulated months come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

from jieting.cli.files import read_contract, read_text
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.forecasting.file import read_forecast
from jieting.domain.forecasting.forecast import Forecast
from jieting.domain.periods import Month as CalendarMonth
from jieting.domain.rostering.aim import lost_calls
from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.simulated import Simulated, simulated
from jieting.domain.rostering.worth import worth_of
from jieting.domain.said import Said, say
from jieting.solvers.roster.aims.points import Points

Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Month:
    """The month that a roster is made for, by the forecast and the contract."""

    points: Points
    forecast: Forecast
    patience_s: float
    currency: str


def month_from(
    problem: Problem,
    contract_file: Path,
    forecast_file: Path,
    patience_s: float,
    value: Fraction | None,
) -> Month:
    """The month in a contract and a forecast file. Errors: BadInput, Refused."""
    contract = read_contract(contract_file)
    forecast, findings = read_forecast(read_text(forecast_file), str(forecast_file))
    if any(finding.is_error for finding in findings):
        raise BadInput(findings)
    calls = lost_calls(problem, forecast, contract.zone, patience_s)
    if not calls.tables:
        raise BadInput(_elsewhere(problem, forecast_file))
    worth = worth_of(contract, CalendarMonth.of(problem.first), calls.calls, value)
    return Month(Points(calls, worth), forecast, patience_s, contract.fee.currency)


def _elsewhere(problem: Problem, path: Path) -> Finding:
    return Finding(
        "forecast_elsewhere",
        say(
            "The forecast has no calls in the {days} days from {first}.",
            days=problem.days,
            first=problem.first,
        ),
        say("The roster would be made for nobody."),
        say("Make the forecast for these days."),
        Place(str(path)),
    )


def judged_points(problem: Problem, rows: Rows, month: Month) -> Simulated | None:
    """Simulated months under a roster; None for several queues, judged by the surrogate alone."""
    worth = month.points.worth
    zone = worth.contract.zone
    return simulated(problem, rows, month.forecast, zone, worth, month.patience_s)


def points_told(month: Month, judged: Simulated | None) -> Iterator[Said]:
    """What the contract is expected to give, in words."""
    worth = month.points.worth
    yield say(
        "{calls} calls are expected; a point counts {value} {currency}.",
        calls=worth.calls,
        value=round(float(worth.point)),
        currency=month.currency,
    )
    if judged is None:
        yield say("Several queues: the points are judged by the formula alone, not simulated.")
        return
    mean, error = judged.mean, judged.error
    yield say(
        "In {count} simulated months {lost} per cent of the calls are lost.",
        count=judged.replications,
        lost=f"{100 * judged.lost_share:.2f}",
    )
    yield say(
        "Expected: {points} points of the line (within {error}), score {score} with all other "
        "lines full, coefficient {coefficient}.",
        points=f"{mean.points:.2f}",
        error=f"{Z_95 * error.points:.2f}",
        score=f"{mean.score:.2f}",
        coefficient=f"{mean.coefficient:.3f}",
    )
    yield say(
        "A month good enough for renewal: {good} per cent. Forgone: {money} {currency} "
        "(within {error}).",
        good=f"{100 * mean.good:.1f}",
        money=f"{mean.forgone:.0f}",
        error=f"{Z_95 * error.forgone:.0f}",
        currency=month.currency,
    )


def points_data(judged: Simulated | None) -> dict[str, object]:
    """The same as data; expectations are numbers, not decided points."""
    if judged is None:
        return {"simulated": False}
    return {
        "simulated": True,
        "replications": judged.replications,
        "lost_share": judged.lost_share,
        **asdict(judged.mean),
        "interval_95": {name: Z_95 * value for name, value in asdict(judged.error).items()},
    }
