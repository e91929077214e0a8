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

import numpy as np
from numba import njit

NONE = 1 << 60
ON_MIN, ON_MAX, OFF_MIN, WEEKENDS, CAPPED, CAP, LEAST, MOST, UNIT = range(9)
CAPPED_MINUTES, WEEK_DAYS, PAST_ON, PAST_OFF, UNITS_MAX, GROUP, WEEK_MINUTES = range(9, 16)
PARAMETERS = 16


@njit(cache=True, nogil=True)
def stretches_from(a, par, value, first, follows, shift_of, units):  # type: ignore[no-untyped-def]
    """Least value of a stretch from day ``a``: ``[length, node, units, capped]``."""
    days, nodes = value.shape[0], shift_of.shape[0]
    longest = min(par[ON_MAX], days - a)
    if a == 0:
        longest = min(longest, par[ON_MAX] - par[PAST_ON])
    most_units = min(par[UNITS_MAX], longest * units.max()) if longest > 0 else 0
    most_capped = min(par[CAP], longest)
    levels = np.full((longest + 1, nodes, most_capped + 1, most_units + 1), NONE, np.int64)
    for length in range(1, longest + 1):
        day = a + length - 1
        for node in range(nodes):
            shift = shift_of[node]
            worth = value[day, shift]
            if worth >= NONE:
                continue
            capped = 1 if shift == par[CAPPED] else 0
            step = 0 if capped else units[shift]
            if capped > most_capped or step > most_units:
                continue
            to = levels[length, node]
            if length == 1:
                if a > 0 or first[node]:
                    to[capped, step] = worth
                continue
            for before in range(nodes):
                if not follows[before, node]:
                    continue
                source = levels[length - 1, before]
                for n in range(min(length, most_capped + 1 - capped)):
                    for t in range(most_units + 1 - step):
                        if source[n, t] < NONE:
                            total = source[n, t] + worth
                            if total < to[n + capped, t + step]:
                                to[n + capped, t + step] = total
    return levels


@njit(cache=True, nogil=True)
def week_after(q, a, e, monday, week_days):  # type: ignore[no-untyped-def]
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


@njit(cache=True, nogil=True)
def weekends_in(a, e, monday, limit):  # type: ignore[no-untyped-def]
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


@njit(cache=True, nogil=True)
def monday_between(a, b, monday):  # type: ignore[no-untyped-def]
    """True where one of the days ``a`` to ``b`` (both included) begins a week."""
    return (b - monday) // 7 != (a - 1 - monday) // 7


@njit(cache=True, nogil=True)
def _spread(target, source, forget):  # type: ignore[no-untyped-def]
    """Take what is less from ``source`` into ``target``; with ``forget`` a new week began."""
    for w in range(source.shape[0]):
        for q in range(source.shape[1]):
            to = target[w, 0 if forget else q]
            for n in range(source.shape[2]):
                for t in range(source.shape[3]):
                    if source[w, q, n, t] < to[n, t]:
                        to[n, t] = source[w, q, n, t]


@njit(cache=True, nogil=True)
def _extend(ready, ended, table, par, a, e, monday):  # type: ignore[no-untyped-def]
    """Every roster that may begin a stretch on day ``a``, prolonged by the stretch ``[a, e)``."""
    touched = weekends_in(a, e, monday, par[WEEKENDS])
    width = ready.shape[3]
    for dn in range(min(table.shape[0], ready.shape[2])):
        for dt in range(min(table.shape[1], width)):
            gain = table[dn, dt]
            if gain >= NONE:
                continue
            for q in range(ready.shape[1]):
                after = week_after(q, a, e, monday, par[WEEK_DAYS])
                if after < 0:
                    continue
                for w in range(ready.shape[0] - touched):
                    for n in range(ready.shape[2] - dn):
                        source = ready[w, q, n]
                        to = ended[w + touched, after, n + dn]
                        for t in range(width - dt):
                            total = source[t] + gain
                            if total < to[t + dt]:
                                to[t + dt] = total


@njit(cache=True, nogil=True)
def chain(par, value, first, follows, shift_of, units, monday):  # type: ignore[no-untyped-def]
    """The outer program: ``ended[day]``, ``ready[day]`` over states, and the stretch tables.

    ``ended[e]`` are rosters whose last stretch ends before day ``e``, ``ready[a]`` those that may
    begin one on day ``a``; states are ``[weekends, week days, capped, units]``.
    """
    days = value.shape[0]
    on_max = par[ON_MAX]
    t1 = min(par[UNITS_MAX], on_max * units.max()) + 1
    n1 = min(par[CAP], on_max) + 1
    shape = (max(par[WEEKENDS], 0) + 1, par[WEEK_DAYS] + 1, par[CAP] + 1, par[UNITS_MAX] + 1)
    ended = np.full((days + 1, *shape), NONE, np.int64)
    ready = np.full((days + 1, *shape), NONE, np.int64)
    table = np.full((days, on_max + 1, n1, t1), NONE, np.int64)
    must_go_on = 0 < par[PAST_ON] < par[ON_MIN]
    for a in range(days):
        if a > 0:
            _spread(ready[a], ready[a - 1], (a - monday) % 7 == 0)
        begins = a == 0 and par[PAST_OFF] == 0
        begins = begins or (par[PAST_OFF] < 0) or a + par[PAST_OFF] >= par[OFF_MIN]
        if a > 0 and must_go_on:
            begins = False
        if begins:
            ready[a, 0, 0, 0, 0] = 0
        e = a - par[OFF_MIN]
        if e >= 1:
            _spread(ready[a], ended[e], monday_between(e, a, monday))
        levels = stretches_from(a, par, value, first, follows, shift_of, units)
        for length in range(1, levels.shape[0]):
            e = a + length
            known = length + (par[PAST_ON] if a == 0 else 0)
            if known < par[ON_MIN] and e < days and not (a == 0 and par[PAST_OFF] < 0):
                continue
            cell = table[a, length]
            for node in range(levels.shape[1]):
                for n in range(levels.shape[2]):
                    for t in range(levels.shape[3]):
                        if levels[length, node, n, t] < cell[n, t]:
                            cell[n, t] = levels[length, node, n, t]
            _extend(ready[a], ended[e], cell, par, a, e, monday)
    return ended, ready, table
