"""Take some people out of a roster and put them back one by one, each by the exact program.

Everybody else fixed, a person's best roster against the true cost of each row is found exactly,
so one step is a best answer and not a swap. Taking several out and putting them back in another
order, under prices that look ahead and a little noise, leaves local optima; a worse roster is
kept with the probability of simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jieting.domain.kernel import kernel_with_arrays
from jieting.solvers.columns.kernel import GROUP, NONE, Flags, Ints, One, Rows
from jieting.solvers.columns.trace import best_rows

MOST_SHARE = 90
"""Per cent of the look-ahead prices that is mixed in at most, but for the last one put back."""
BAD_ROW = 0.5
"""How often those who could mend one bad row are taken out, rather than anybody."""


class Everybody(NamedTuple):
    """The arrays of a model as the kernels take them; see ``Model``."""

    cost: Ints
    covers: Ints
    cover_at: Ints
    table: Ints
    par: Ints
    first: Flags
    follows: Flags
    shift_of: Ints
    units: Ints
    caps: Ints
    minutes: Ints
    monday: int


@kernel_with_arrays
def one_of(all_: Everybody, p: int) -> One:
    """One person's arrays."""
    return One(
        all_.par[p], all_.first[p], all_.follows, all_.shift_of, all_.units[p], all_.caps[p],
        all_.minutes, all_.monday,
    )  # fmt: skip


@kernel_with_arrays
def _count(all_: Everybody, p: int, row: Rows, counts: Ints, step: int) -> None:
    """Add ``step`` to the count of every row that this roster covers."""
    at = all_.cover_at[all_.par[p, GROUP]]
    for day in range(row.shape[0]):
        shift = row[day]
        if shift >= 0:
            for i in range(at[day, shift], at[day, shift + 1]):
                counts[all_.covers[i]] += step


@kernel_with_arrays
def _total(all_: Everybody, rows: Rows, counts: Ints) -> int:
    """What a whole roster costs, without the constant."""
    total = 0
    for r in range(counts.shape[0]):
        total += all_.table[r, counts[r]]
    for p in range(rows.shape[0]):
        for day in range(rows.shape[1]):
            if rows[p, day] >= 0:
                total += all_.cost[p, day, rows[p, day]]
    return total


@kernel_with_arrays
def _worth(
    all_: Everybody, p: int, counts: Ints, prices: Ints, share: int, noise: int, scale: int,
    value: Ints,
) -> None:  # fmt: skip
    """Fill ``value``: what each shift changes now, mixed with what its rows are worth at last."""
    cost, at = all_.cost[p], all_.cover_at[all_.par[p, GROUP]]
    for day in range(cost.shape[0]):
        for shift in range(cost.shape[1]):
            if cost[day, shift] >= NONE:
                value[day, shift] = NONE
                continue
            worth = cost[day, shift] * scale
            for i in range(at[day, shift], at[day, shift + 1]):
                r = all_.covers[i]
                step = (all_.table[r, counts[r] + 1] - all_.table[r, counts[r]]) * scale
                worth += step + share * (-prices[r] - step) // 100
            if noise > 0:
                worth += np.random.randint(-noise, noise + 1)
            value[day, shift] = worth


@kernel_with_arrays
def _floors(all_: Everybody, prices: Ints, scale: int) -> Ints:
    """The least of scaled cost plus price over the counts of each row: what it must cost."""
    floors = np.empty(prices.shape[0], np.int64)
    for r in range(prices.shape[0]):
        floors[r] = all_.table[r, 0] * scale
        for n in range(1, all_.table.shape[1]):
            floors[r] = min(floors[r], all_.table[r, n] * scale + prices[r] * n)
    return floors


@kernel_with_arrays
def _bad_row(all_: Everybody, counts: Ints, prices: Ints, floors: Ints, scale: int) -> int:
    """A row by a die, in proportion to what it costs above its floor; -1 where none does."""
    above = np.empty(counts.shape[0], np.int64)
    for r in range(counts.shape[0]):
        above[r] = all_.table[r, counts[r]] * scale + prices[r] * counts[r] - floors[r]
    if above.sum() <= 0:
        return -1
    at = np.random.randint(above.sum())
    for r in range(counts.shape[0]):
        at -= above[r]
        if at < 0:
            return r
    return -1


@kernel_with_arrays
def _could(all_: Everybody, p: int, row: int) -> bool:
    """True where the person may work some shift that counts in the row."""
    at = all_.cover_at[all_.par[p, GROUP]]
    for day in range(all_.cost.shape[1]):
        for shift in range(all_.cost.shape[2]):
            for i in range(at[day, shift], at[day, shift + 1]):
                if all_.covers[i] == row and all_.cost[p, day, shift] < NONE:
                    return True
    return False


@kernel_with_arrays
def _choose(
    all_: Everybody, counts: Ints, prices: Ints, floors: Ints, scale: int, most: int
) -> Ints:
    """Up to ``most`` different people to take out."""
    people, wanted = all_.par.shape[0], np.random.randint(1, most + 1)
    score = np.empty(people)
    for p in range(people):
        score[p] = np.random.random()
    bad = -1
    if np.random.random() < BAD_ROW:
        bad = _bad_row(all_, counts, prices, floors, scale)
    if bad >= 0:
        for p in range(people):
            if _could(all_, p, bad):
                score[p] -= 0.5
    return np.argsort(score)[:wanted].astype(np.int64)


@kernel_with_arrays
def _noise(scale: int) -> int:
    """Half the time none, else a quarter to four units."""
    if np.random.random() < 0.5:
        return 0
    return int(scale * 4.0 ** np.random.randint(-1, 2))


@kernel_with_arrays
def _put_all_back(
    all_: Everybody, out: Ints, rows: Rows, counts: Ints, prices: Ints, scale: int
) -> None:
    """Put people back in this order; the last one without any look-ahead or noise."""
    for i in range(out.shape[0]):
        last = i == out.shape[0] - 1
        share = 0 if last else np.random.randint(MOST_SHARE)
        noise = 0 if last else _noise(scale)
        _put_back(all_, out[i], rows, counts, prices, share, noise, scale)


@kernel_with_arrays
def _put_back(
    all_: Everybody, p: int, rows: Rows, counts: Ints, prices: Ints, share: int, noise: int,
    scale: int,
) -> None:  # fmt: skip
    """Give a person the best roster beside the others; the old one where there is none."""
    value = np.empty(all_.cost.shape[1:], np.int64)
    found, values = np.empty((1, rows.shape[1]), np.int8), np.empty(1, np.int64)
    _worth(all_, p, counts, prices, share, noise, scale, value)
    _, filled = best_rows(one_of(all_, p), value, found, values)
    if filled > 0:
        rows[p] = found[0]
    _count(all_, p, rows[p], counts, 1)


@kernel_with_arrays
def anneal(
    all_: Everybody, rows: Rows, best: Rows, best_cost: int, prices: Ints, scale: int, steps: int,
    most_out: int, heat: float, seed: int,
) -> int:  # fmt: skip
    """Run ``steps`` steps on ``rows`` at one heat; keep the best in ``best``. Returns its cost.

    ``prices`` are scaled; costs are without the model's constant.
    """
    np.random.seed(seed)
    counts = np.zeros(all_.table.shape[0], np.int64)
    for p in range(rows.shape[0]):
        _count(all_, p, rows[p], counts, 1)
    now = _total(all_, rows, counts)
    floors = _floors(all_, prices, scale)
    trial, kept = rows.copy(), counts.copy()
    for _ in range(steps):
        out = _choose(all_, counts, prices, floors, scale, most_out)
        kept[:] = counts
        for p in out:
            _count(all_, p, rows[p], counts, -1)
        _put_all_back(all_, out, trial, counts, prices, scale)
        after = _total(all_, trial, counts)
        taken = after - now <= -heat * np.log(np.random.random() + 1e-12)
        for p in out:
            if taken:
                rows[p] = trial[p]
            else:
                trial[p] = rows[p]
        if taken:
            now = after
        else:
            counts[:] = kept
        if now < best_cost:
            best_cost = now
            best[:] = rows
    return best_cost
