"""The numbers of the day so far: outcomes by queue, and the contract's own connection rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count
from ibis.backends.sql.compilers import PostgresCompiler

from jieting.apps.calls.filters import Filter, matching
from jieting.domain.calls.call import COLUMNS, Direction
from jieting.domain.calls.check import LONGEST_CALL
from jieting.domain.contracts.model import Contract
from jieting.domain.figures import define
from jieting.domain.figures.count import ask
from jieting.domain.figures.definition import Figure
from jieting.domain.figures.scope import Scope, looked_at
from jieting.domain.figures.tables import calls_table
from jieting.domain.periods import Month, day_period

FIGURE = "connection_rate"
_SELECTED = ", ".join("'' AS caller" if name == "caller" else name for name in COLUMNS)
_OF_CONTRACT = (
    f"WITH calls AS (SELECT {_SELECTED} FROM calls_call"  # noqa: S608 - columns are constants
    " WHERE contract_id = %s AND arrived_at >= %s AND arrived_at < %s AND ended_at >= %s) "
)


@dataclass(frozen=True, slots=True)
class DayRate:
    """The contract's connection rate of a day, with the clause whose figure it is."""

    clause: str
    figure: Figure
    places: int


def outcomes_of(contract_id: str, day: date, zone: ZoneInfo) -> Mapping[tuple[str, str], int]:
    """How many inbound calls that arrived on a day ended how, by queue and outcome."""
    wanted = Filter(first=day, last=day, direction=Direction.INBOUND.value)
    calls = matching(contract_id, wanted, zone).order_by()
    rows = calls.values_list("queue", "outcome").annotate(calls=Count("pk"))
    return {(queue, outcome): number for queue, outcome, number in rows}


def rate_of(contract_id: str, terms: Contract, day: date) -> DayRate | None:
    """The connection rate of a day, counted by the definition that counts the month.

    Agreed exclusions are not left out yet. None where the contract has no such figure.
    """
    use = next((use for use in terms.figures if use.name == FIGURE), None)
    if use is None:
        return None
    definition = terms.definition(use)
    whole = day_period(day, terms.zone)
    scope = replace(terms.scope(Month.of(day), ()), period=whole)
    names, sql = _sql(tuple(definition.parameters.items()), scope)
    bounds = [contract_id, whole.start - LONGEST_CALL, whole.end, whole.start]
    with connection.cursor() as cursor:
        cursor.execute(_OF_CONTRACT + sql, bounds)
        counted = dict(zip(names, cursor.fetchone(), strict=True))
    numerator, denominator = (int(counted[one.name] or 0) for one in definition.measures)
    return DayRate(use.clause, Figure(definition, numerator, denominator), use.shown_places)


@lru_cache(maxsize=64)
def _sql(parameters: tuple[tuple[str, str], ...], scope: Scope) -> tuple[tuple[str, ...], str]:
    """The question as the database's own SQL; compiling it costs more than asking it."""
    definition = define(FIGURE, **dict(parameters))
    question = ask(looked_at(scope.mark(calls_table())), definition.measures)
    compiler = PostgresCompiler()
    text = compiler.to_sqlglot(question.expr).sql(compiler.dialect).replace("%", "%%")
    columns = ", ".join(f'"{name}"' for name in question.names)
    return question.names, f"SELECT {columns} FROM ({text}) AS counted"  # noqa: S608 - made by Ibis
