"""What can be chosen in the filter of the call list: the queues and agents that calls name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.db import connection
from django.db.models import Sum

from jieting.apps.calls.models import MonthOfCalls

AT_MOST = 500
"""A list to choose from is read by a person."""

Column = Literal["queue", "agent"]


@dataclass(frozen=True, slots=True)
class Choices:
    """Queues and agents of a contract, each in order, at most AT_MOST."""

    queues: tuple[str, ...]
    agents: tuple[str, ...]


def choices(contract_id: str) -> Choices:
    """What the calls of a contract name; a process keeps it until calls come or go."""
    months = MonthOfCalls.objects.filter(contract_id=contract_id)
    now = months.aggregate(revision=Sum("revision"), calls=Sum("calls"))
    return _choices(contract_id, (now["revision"], now["calls"]))


@lru_cache(maxsize=256)
def _choices(contract_id: str, _now: tuple[int, int]) -> Choices:
    return Choices(_values(contract_id, "queue"), _values(contract_id, "agent"))


def _values(contract_id: str, column: Column) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_LEAPS[column], {"contract": contract_id, "most": AT_MOST})
        return tuple(row[0] for row in cursor.fetchall())


def _leaps(column: str) -> str:
    """One look-up in the index for each value, however many calls have it."""
    # The index holds no empty values, and must be told that none is asked for.
    some = f"FROM calls_call WHERE contract_id = %(contract)s AND {column} <> ''"
    least = f"SELECT min({column}) {some}"
    return f"""
        WITH RECURSIVE found(value) AS (
            ({least} AND {column} > '')
            UNION ALL
            SELECT ({least} AND {column} > found.value) FROM found WHERE found.value IS NOT NULL
        )
        SELECT value FROM found WHERE value IS NOT NULL LIMIT %(most)s
    """  # noqa: S608 - the column is one of two names written here


_LEAPS: dict[Column, str] = {"queue": _leaps("queue"), "agent": _leaps("agent")}
