"""The best roster and the best bound so far, shared by every way that looks for a better one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock
from time import monotonic

from jieting.solvers.columns.kernel import Rows
from jieting.solvers.columns.model import Model

Better = Callable[["Incumbent"], None]


class Incumbent:
    """Safe between threads. ``over`` is true once time is up, somebody stopped it, or it is proven.

    Bounds and costs include the model's constant.
    """

    def __init__(
        self, model: Model, seconds: float, stop: Event, told: Better = lambda incumbent: None
    ) -> None:
        self.model, self.stop = model, stop
        self.begun = monotonic()
        self.until = self.begun + seconds
        self.rows: Rows | None = None
        self.cost: int | None = None
        self.bound: int | None = None
        self.way = ""
        self._told, self._lock = told, Lock()

    @property
    def over(self) -> bool:
        """True where nothing is left to do."""
        return self.proven or self.stop.is_set() or monotonic() >= self.until

    @property
    def proven(self) -> bool:
        """True where no roster can cost less."""
        return self.cost is not None and self.bound is not None and self.bound >= self.cost

    @property
    def seconds(self) -> float:
        """Time since it was begun."""
        return monotonic() - self.begun

    @property
    def left(self) -> float:
        """Time that is left."""
        return max(0.0, self.until - monotonic())

    def offer(self, rows: Rows, way: str) -> bool:
        """Take a roster where it costs less; its cost is counted anew here."""
        cost = self.model.total(rows)
        with self._lock:
            if self.cost is not None and cost >= self.cost:
                return False
            self.rows, self.cost, self.way = rows.copy(), cost, way
            self._told(self)
        return True

    def prove(self, bound: int) -> None:
        """Take a proven lower bound where it is higher."""
        with self._lock:
            if self.bound is None or bound > self.bound:
                self.bound = bound
                self._told(self)
