"""A column: one exact value for each replication, kept as the distinct values and their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

import numpy as np

from jieting.domain.outlook.chances import Floats, Ints

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """``values[places[r]]`` is the value of replication ``r``."""

    values: tuple[T, ...]
    places: Ints

    def of(self, replication: int) -> T:
        """The value of one replication."""
        return self.values[int(self.places[replication])]

    @property
    def weights(self) -> Ints:
        """How many replications have each of the values."""
        return np.bincount(self.places, minlength=len(self.values)).astype(np.int64)

    def share(self, holds: Callable[[T], bool]) -> float:
        """The share of replications whose value fulfils a condition."""
        if not len(self.places):
            return 0.0
        found = sum(
            int(n) for value, n in zip(self.values, self.weights, strict=True) if holds(value)
        )
        return found / len(self.places)

    def likeliest(self) -> T | None:
        """The value that most replications have; None where there are none."""
        shares: dict[T, int] = {}
        for value, weight in zip(self.values, self.weights, strict=True):
            shares[value] = shares.get(value, 0) + int(weight)
        return max(shares, key=lambda value: shares[value], default=None)

    def map(self, change: Callable[[T], U]) -> Column[U]:
        """The column of changed values, each distinct value changed once."""
        return Column(tuple(change(value) for value in self.values), self.places)


def floats(column: Column[Fraction | None]) -> Floats:
    """The values as numbers for averages; replications without a value are left out."""
    numbers = np.array([np.nan if v is None else float(v) for v in column.values])
    found = numbers[column.places] if len(numbers) else np.zeros(0)
    return found[~np.isnan(found)]


def mean(column: Column[Fraction | None]) -> float | None:
    """The expected value; None where no replication has one."""
    found = floats(column)
    return float(found.mean()) if len(found) else None


def quantile(column: Column[Fraction | None], share: float) -> float | None:
    """The smallest value that so large a share of the replications does not exceed."""
    found = floats(column)
    return float(np.quantile(found, share, method="inverted_cdf")) if len(found) else None


def rows_alike(keys: Ints) -> tuple[Ints, Ints]:
    """First row of each kind of rows in ``keys``, and the kind of every row."""
    _, first, kind = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return first.astype(np.int64), kind.reshape(-1).astype(np.int64)


def together(columns: Sequence[Column[T]], join: Callable[[tuple[T, ...]], U]) -> Column[U]:
    """The column of what ``join`` makes of the values side by side, each combination once."""
    keys = np.column_stack([column.places for column in columns])
    first, kind = rows_alike(keys)
    values = tuple(join(tuple(column.of(int(row)) for column in columns)) for row in first)
    return Column(values, kind)
