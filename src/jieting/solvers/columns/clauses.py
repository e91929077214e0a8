"""The same problem as clauses for CP-SAT."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from ortools.sat.python import cp_model

from jieting.solvers.columns import kernel as k
from jieting.solvers.columns.kernel import Flags, Rows
from jieting.solvers.columns.model import FORBIDDEN, OFF, Model
from jieting.solvers.columns.pack import add_row_cost

Literal = cp_model.IntVar


class Clauses:
    """The CP-SAT model of a roster. ``constant`` is what days off alone cost: the rows at zero."""

    def __init__(self, model: Model) -> None:
        self.model, self.cp = model, cp_model.CpModel()
        self.x: dict[tuple[int, int, int], Literal] = {}
        """Person, day, shift: only those that may be."""
        self.terms: list[Literal] = []
        self.weights: list[int] = []
        self.nobody = np.zeros(len(model.table), np.int64)
        self.constant = model.row_cost(self.nobody)
        for p in range(model.size):
            self._person(p)
        self._rows()
        self.cp.minimize(cp_model.LinearExpr.weighted_sum(self.terms, self.weights))

    def _person(self, p: int) -> None:
        on = [self._day(p, day) for day in range(self.model.days)]
        self._order(p)
        self._amounts(p, on)
        self._blocks(p, on)

    def _day(self, p: int, day: int) -> Literal:
        """Variables for one day of one person; the one that says whether it is worked."""
        m, cp = self.model, self.cp
        works, here = cp.new_bool_var(""), []
        for s in range(len(m.shifts)):
            if m.cost[p, day, s] < FORBIDDEN:
                one = self.x[p, day, s] = cp.new_bool_var("")
                here.append(one)
                self.terms.append(one)
                self.weights.append(int(m.cost[p, day, s]))
        cp.add_exactly_one([*here, works.negated()])
        return works

    def _order(self, p: int) -> None:
        """Which shift may not stand on the day after which, and nights in a row."""
        m = self.model
        may = _may_follow(m)
        first = {int(m.shift_of[n]) for n in np.flatnonzero(m.first[p])}
        for s in range(len(m.shifts)):
            if s not in first and (p, 0, s) in self.x:
                self.cp.add(self.x[p, 0, s] == 0)
        for day in range(1, m.days):
            for s in range(len(m.shifts)):
                bad = [
                    self.x[p, day, t]
                    for t in np.flatnonzero(~may[s]).tolist()
                    if (p, day, t) in self.x
                ]
                if bad and (p, day - 1, s) in self.x:
                    self.cp.add_at_most_one([self.x[p, day - 1, s], *bad])
        self._nights(p)

    def _nights(self, p: int) -> None:
        m = self.model
        length = m.nights_in_a_row
        if not length:
            return
        before = int(m.past_nights[p])
        nights = [
            [self.x[p, day, s] for s in np.flatnonzero(m.nights).tolist() if (p, day, s) in self.x]
            for day in range(m.days)
        ]
        for day in range(-min(before, length), m.days - length):
            window = [one for d in range(max(0, day), day + length + 1) for one in nights[d]]
            self.cp.add(sum(window) <= length - max(0, -day))

    def _amounts(self, p: int, on: list[Literal]) -> None:
        """Minutes, caps and weekends."""
        m, cp, par = self.model, self.cp, self.model.par[p]
        own = [
            (s, d, self.x[p, d, s])
            for d in range(m.days)
            for s in range(len(m.shifts))
            if (p, d, s) in self.x
        ]
        minutes = [int(m.minutes[s]) for s, _, _ in own]
        ones = [one for _, _, one in own]
        if par[k.LEAST] > 0 or par[k.MOST] < m.days * m.minutes.max():
            worked = cp_model.LinearExpr.weighted_sum(ones, minutes)
            cp.add_linear_constraint(worked, int(par[k.LEAST]), int(par[k.MOST]))
        for s, cap in enumerate(m.caps[p].tolist()):
            mine = [one for t, _, one in own if t == s]
            if cap < len(mine):
                cp.add(sum(mine) <= cap)
        self._weeks(p, on)
        if par[k.WEEKENDS] >= 0:
            touched = []
            for days in _weeks(m, (5, 6)):
                weekend = cp.new_bool_var("")
                touched.append(weekend)
                for day in days:
                    cp.add_implication(on[day], weekend)
            cp.add(sum(touched) <= int(par[k.WEEKENDS]))

    def _weeks(self, p: int, on: list[Literal]) -> None:
        """Minutes and days of each week."""
        m, par = self.model, self.model.par[p]
        for days in _weeks(m, range(7)):
            if par[k.WEEK_MINUTES] >= 0:
                week = [
                    (self.x[p, d, s], int(m.minutes[s]))
                    for d in days
                    for s in range(len(m.shifts))
                    if (p, d, s) in self.x
                ]
                self.cp.add(sum(one * minute for one, minute in week) <= int(par[k.WEEK_MINUTES]))
            if 0 < par[k.WEEK_DAYS] < len(days):
                self.cp.add(sum(on[day] for day in days) <= int(par[k.WEEK_DAYS]))

    def _blocks(self, p: int, on: list[Literal]) -> None:
        """Days on and off in a row; the days just before the first one count where known."""
        par = self.model.par[p]
        past_on, past_off = int(par[k.PAST_ON]), int(par[k.PAST_OFF])
        line = _Line(self.cp, on, past_on, past_off)
        line.at_most(int(par[k.ON_MAX]))
        line.at_least(True, int(par[k.ON_MIN]))
        line.at_least(False, int(par[k.OFF_MIN]))

    def _rows(self) -> None:
        m = self.model
        of_row = defaultdict(list)
        for (p, day, s), one in self.x.items():
            at = m.cover_at[m.par[p, k.GROUP], day]
            for row in m.covers[at[s] : at[s + 1]].tolist():
                of_row[row].append(one)
        for row, ones in of_row.items():
            add_row_cost(
                self.cp, m, row, int(self.nobody[row]), ones, m.size,
                self.terms, self.weights,
            )  # fmt: skip

    def hint(self, rows: Rows) -> None:
        """Begin from this roster."""
        for (p, day, s), one in self.x.items():
            self.cp.add_hint(one, bool(rows[p, day] == s))

    def read(self, value: Callable[[Literal], bool]) -> Rows:
        """The roster of a solution."""
        rows = np.full((self.model.size, self.model.days), OFF, np.int8)
        for (p, day, s), one in self.x.items():
            if value(one):
                rows[p, day] = s
        return rows


class _Line:
    """One person's days on in a row, with what is known before the first day."""

    def __init__(
        self, cp: cp_model.CpModel, on: list[Literal], past_on: int, past_off: int
    ) -> None:
        self.cp = cp
        past: list[Literal] = []
        if past_on > 0 or past_off >= 0:
            yes, no = cp.new_constant(1), cp.new_constant(0)
            past = [no, *[yes] * past_on] if past_on else [yes, *[no] * past_off]
        self.days = past + on

    def at_most(self, longest: int) -> None:
        for start in range(len(self.days) - longest):
            self.cp.add_bool_or([one.negated() for one in self.days[start : start + longest + 1]])

    def at_least(self, kind: bool, fewest: int) -> None:
        """Forbid each shorter run that begins and ends within what is known."""
        days = self.days
        for length in range(1, fewest):
            for start in range(1, len(days) - length):
                self._forbid(
                    kind, days[start : start + length], (days[start - 1], days[start + length])
                )

    def _forbid(self, kind: bool, run: Sequence[Literal], ends: Iterable[Literal]) -> None:
        clause = [one.negated() if kind else one for one in run]
        clause += list(ends) if kind else [one.negated() for one in ends]
        self.cp.add_bool_or(clause)


def _weeks(model: Model, weekdays: Iterable[int]) -> list[list[int]]:
    """The days of the horizon on these weekdays, week by week."""
    weeks = defaultdict(list)
    wanted = set(weekdays)
    for day in range(model.days):
        since = (day - model.monday) % 7
        if since in wanted:
            weeks[day - since].append(day)
    return list(weeks.values())


def _may_follow(model: Model) -> Flags:
    """Which shift may stand on the day after which, nights in a row not counted."""
    size = len(model.shifts)
    may = np.zeros((size, size), np.bool_)
    for a, one in enumerate(model.shift_of):
        for b, other in enumerate(model.shift_of):
            may[one, other] |= model.follows[a, b]
    return may
