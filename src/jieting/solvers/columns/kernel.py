"""The best roster of one person for given values of each shift on each day, exact in integers.

A roster is a chain of *stretches* (days on in a row) with days off between them. Two dynamic
programs are nested. The inner one finds, for every first day and length, the least value of a
stretch for each pair (minutes in units, count of the one capped shift); it walks *nodes*, a
shift and what of the recent past the rules look at, and a matrix of which node may follow which.
The outer one chains stretches over the days with the resources weekends worked, days worked in
the current week, capped shifts and minutes. Everything is an ``int64``: no value is rounded, so a
least value is a proof. Cells hold ``NONE`` where no roster exists.

Layout of ``par``, one row per person: see the constants below.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jieting.domain.kernel import kernel_with_arrays

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int8]

NONE = 1 << 60
ON_MIN, ON_MAX, OFF_MIN, WEEKENDS, CAPPED, CAP, LEAST, MOST, UNIT = range(9)
CAPPED_MINUTES, WEEK_DAYS, PAST_ON, PAST_OFF, UNITS_MAX, GROUP, WEEK_MINUTES = range(9, 16)
PARAMETERS = 16


class One(NamedTuple):
    """What the programs know of one person; N nodes, S shifts.

    ``par`` the parameters, ``first`` [N] nodes that day 0 may be, ``follows`` [N, N], ``shift_of``
    [N], ``units`` and ``caps`` [S], ``minutes`` [S] of work, ``monday`` the first Monday's day.
    """

    par: Ints
    first: Flags
    follows: Flags
    shift_of: Ints
    units: Ints
    caps: Ints
    minutes: Ints
    monday: int


@kernel_with_arrays
def stretches_from(one: One, value: Ints, a: int, longest: int) -> Ints:
    """Least value of a stretch from day ``a``: ``[length, node, capped, units]``."""
    par, nodes = one.par, one.shift_of.shape[0]
    fewest, widest = fewest_units(one.units, one.caps, par[CAPPED]), one.units.max()
    most_units = min(par[UNITS_MAX], longest * widest)
    most_capped = min(par[CAP], longest)
    levels = np.full((longest + 1, nodes, most_capped + 1, most_units + 1), NONE, np.int64)
    for length in range(1, longest + 1):
        day = a + length - 1
        for node in range(nodes):
            shift = one.shift_of[node]
            worth = value[day, shift]
            capped = 1 if shift == par[CAPPED] else 0
            step = 0 if capped else one.units[shift]
            if worth >= NONE or capped > most_capped or step > most_units:
                continue
            to = levels[length, node, capped:, step:]
            if length > 1:
                for before in range(nodes):
                    if one.follows[before, node]:
                        source = levels[length - 1, before]
                        _step(source, to, worth, length - 1, fewest, widest)
            elif a > 0 or one.first[node]:
                to[0, 0] = worth
    return levels


@kernel_with_arrays
def fewest_units(units: Ints, caps: Ints, capped: int) -> int:
    """The fewest units that a shift other than the capped one has."""
    fewest = units.max()
    for shift in range(units.shape[0]):
        if shift != capped and caps[shift] > 0:
            fewest = min(fewest, units[shift])
    return int(fewest)


@kernel_with_arrays
def _step(source: Ints, to: Ints, worth: int, length: int, fewest: int, widest: int) -> None:
    """One more day of this worth behind each stretch of ``length`` days, where that is less.

    Only cells are looked at that so many days can reach.
    """
    for n in range(min(length + 1, to.shape[0])):
        for t in range((length - n) * fewest, min((length - n) * widest + 1, to.shape[1])):
            if source[n, t] < NONE:
                to[n, t] = min(to[n, t], source[n, t] + worth)


@kernel_with_arrays
def week_after(q: int, a: int, e: int, monday: int, week_days: int) -> int:
    """Days worked in the week of day ``e - 1`` after a stretch ``[a, e)``; -1 where too many."""
    if week_days == 0:
        return 0
    for day in range(a, e):
        if day % 7 == monday:
            q = 0
        q += 1
        if q > week_days:
            return -1
    return q


@kernel_with_arrays
def weekends_in(a: int, e: int, monday: int, limit: int) -> int:
    """How many weekends the days ``[a, e)`` touch; none where a negative limit counts none."""
    count, last = 0, -1
    if limit < 0:
        return count
    for day in range(a, e):
        since = (day - monday) % 7
        if since >= 5:
            week = (day - since) + 7
            if week != last:
                count += 1
                last = week
    return count


@kernel_with_arrays
def monday_between(a: int, b: int, monday: int) -> bool:
    """True where one of the days ``a`` to ``b`` (both included) begins a week."""
    return bool((b - monday) // 7 != (a - 1 - monday) // 7)


@kernel_with_arrays
def _spread(target: Ints, source: Ints, forget: bool) -> None:
    """Take what is less from ``source`` into ``target``; with ``forget`` a new week began."""
    for w in range(source.shape[0]):
        for q in range(source.shape[1]):
            to = target[w, 0 if forget else q]
            for n in range(source.shape[2]):
                for t in range(source.shape[3]):
                    to[n, t] = min(to[n, t], source[w, q, n, t])


@kernel_with_arrays
def _extend(
    ready: Ints, ended: Ints, cell: Ints, a: int, e: int, fewest: int, widest: int, touched: int,
    monday: int, week_days: int,
) -> None:  # fmt: skip
    """Every roster that may begin a stretch on day ``a``, prolonged by the stretch ``[a, e)``.

    Takes numbers, not ``One``: handing its arrays over costs more than the work.
    """
    for q in range(ready.shape[1]):
        after = week_after(q, a, e, monday, week_days)
        if after < 0:
            continue
        for dn in range(min(cell.shape[0], ready.shape[2], e - a + 1)):
            least, most = (e - a - dn) * fewest, (e - a - dn) * widest + 1
            for dt in range(least, min(cell.shape[1], ready.shape[3], most)):
                if cell[dn, dt] < NONE:
                    for w in range(ready.shape[0] - touched):
                        to = ended[w + touched, after, dn:, dt:]
                        _add(ready[w, q], to, cell[dn, dt], a, a * widest)


@kernel_with_arrays
def _add(source: Ints, to: Ints, gain: int, most_capped: int, most_units: int) -> None:
    """What the states of ``source``, which reach so far, become with ``gain``."""
    for n in range(min(to.shape[0], most_capped + 1)):
        for t in range(min(to.shape[1], most_units + 1)):
            total = source[n, t] + gain
            if total < to[n, t] and source[n, t] < NONE:
                to[n, t] = total


@kernel_with_arrays
def begins(par: Ints, a: int) -> bool:
    """True where the first stretch of the roster may begin on day ``a``."""
    if par[PAST_OFF] < 0 or (a == 0 and par[PAST_OFF] == 0):
        return True
    return bool(a + par[PAST_OFF] >= par[OFF_MIN] and not 0 < par[PAST_ON] < par[ON_MIN])


@kernel_with_arrays
def _long_enough(par: Ints, a: int, length: int, days: int) -> bool:
    """True where a stretch of that length may end; at an unknown edge it may be shorter."""
    known = length + (par[PAST_ON] if a == 0 else 0)
    return bool(known >= par[ON_MIN] or a + length == days or (a == 0 and par[PAST_OFF] < 0))


@kernel_with_arrays
def chain(one: One, value: Ints) -> tuple[Ints, Ints, Ints]:
    """The outer program: ``ended[day]``, ``ready[day]`` over states, and the stretch tables.

    ``ended[e]`` are rosters whose last stretch ends before day ``e``, ``ready[a]`` those that may
    begin one on day ``a``; states are ``[weekends, week days, capped, units]``, the tables
    ``[first day, length, capped, units]``.
    """
    par, monday, days = one.par, one.monday, value.shape[0]
    shape = (
        days + 1, max(par[WEEKENDS], 0) + 1, par[WEEK_DAYS] + 1, par[CAP] + 1, par[UNITS_MAX] + 1,
    )  # fmt: skip
    fewest = fewest_units(one.units, one.caps, par[CAPPED])
    ended = np.full(shape, NONE, np.int64)
    ready = np.full(shape, NONE, np.int64)
    widest = one.units.max()
    furthest = min(par[UNITS_MAX], par[ON_MAX] * widest)
    table = np.full((days, par[ON_MAX] + 1, min(par[CAP], par[ON_MAX]) + 1, furthest + 1), NONE)
    for a in range(days):
        if a > 0:
            _spread(ready[a], ready[a - 1], (a - monday) % 7 == 0)
        if begins(par, a):
            ready[a, 0, 0, 0, 0] = 0
        e = a - par[OFF_MIN]
        if e >= 1:
            _spread(ready[a], ended[e], monday_between(e, a, monday))
        longest = min(par[ON_MAX] - (par[PAST_ON] if a == 0 else 0), days - a)
        levels = stretches_from(one, value, a, max(0, longest))
        for length in range(1, longest + 1):
            if not _long_enough(par, a, length, days):
                continue
            cell = table[a, length]
            into = cell[: levels.shape[2], : levels.shape[3]]
            for node in range(levels.shape[1]):
                _step(levels[length, node], into, 0, length, fewest, widest)
            touched = weekends_in(a, a + length, monday, par[WEEKENDS])
            _extend(
                ready[a], ended[a + length], cell, a, a + length, fewest, widest, touched, monday,
                par[WEEK_DAYS],
            )  # fmt: skip
    return ended, ready, table
