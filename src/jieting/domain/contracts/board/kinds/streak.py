"""Runs of bad days: a bad day that can still grow into a run is a warning, from the first on."""

from __future__ import annotations

from datetime import date, timedelta

from jieting.domain.contracts.board.asked import answer_exclusions
from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.standing import Aspect, Move, Side, State
from jieting.domain.contracts.clauses.streak import Streak
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Verdict
from jieting.domain.periods import start_of_day
from jieting.domain.said import say

ONE_DAY = timedelta(days=1)


def streak(look: Look, clause: Clause, rule: Streak, verdict: Verdict) -> Aspect:
    """Breached by a run that is too long; at risk while a bad day may still grow into one.

    A month that is over without such a run is met, as runs do not cross months.
    """
    asked = tuple(answer_exclusions(look, rule.figure))
    if verdict.met is False:
        return Aspect(State.BREACHED, (verdict.why, *verdict.findings), asked)
    if look.is_over:
        return Aspect(State.MET, (verdict.why,), asked)
    if not look.facts.days[rule.figure]:
        why = say("nothing to measure yet in this month")
        return Aspect(State.NOT_DUE, (why,), next_at=look.period.end)
    run = live_run(look, rule)
    if not run or not _can_grow(look, rule, run):
        return Aspect(State.MET, (verdict.why,), asked, next_at=look.period.end)
    left = rule.days - len(run)
    why = say(
        "{days} bad days in a row up to {last}; {left} more in a row break the clause",
        days=len(run),
        last=run[-1].isoformat(),
        left=left,
    )
    return Aspect(State.AT_RISK, (why,), (_hold(look, run[-1], left), *asked))


def _hold(look: Look, last: date, left: int) -> Move:
    """The next day that could lengthen the run: today, or tomorrow where today is bad already."""
    day = look.today if last < look.today else look.today + ONE_DAY
    words = say(
        "Keep {day} within the daily limit: {left} more bad days break the clause",
        day=day.isoformat(),
        left=left,
    )
    return Move(Side.SUPPLIER, words, start_of_day(day + ONE_DAY, look.contract.zone))


def _can_grow(look: Look, rule: Streak, run: list[date]) -> bool:
    """True where the month has enough days left for the run to break the clause."""
    last_day = look.month.plus(1).first_day - ONE_DAY
    return (last_day - run[-1]).days >= rule.days - len(run)


def live_run(look: Look, rule: Streak) -> list[date]:
    """The run of bad days that the next bad day would lengthen; empty where there is none.

    Looked at on the last day with calls, or today if calls are newer. A run that ended the day
    before is still alive, as that last day is not over. Where the reading streak_gap bridges
    gaps, it lives until a good day.
    """
    daily = look.facts.days[rule.figure]
    runs = rule.runs(look.facts, daily)
    if not runs:
        return []
    last = runs[-1]
    until = min(look.today, max(daily))
    if look.contract.reading("streak_gap") == "bridges":
        alive = not any(last[-1] < day < until for day in daily)
    else:
        alive = last[-1] >= until - ONE_DAY
    return last if alive else []
