"""Kinds of rules on the board: one function each; the registry that finds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jieting.domain.contracts.board.kinds.duty import duty
from jieting.domain.contracts.board.kinds.minimum_count import minimum_count
from jieting.domain.contracts.board.kinds.per_event import per_event
from jieting.domain.contracts.board.kinds.rate import rate
from jieting.domain.contracts.board.kinds.sample import sample
from jieting.domain.contracts.board.kinds.score import coefficient, renewal
from jieting.domain.contracts.board.kinds.streak import streak
from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.standing import Aspect
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Verdict

# Any: each function takes the class of rule of its own kind, which the registry cannot say.
KINDS: Mapping[str, Callable[[Look, Clause, Any, Verdict], Aspect]] = {
    "step_deduction": rate,
    "limit": rate,
    "streak": streak,
    "duty": duty,
    "per_event": per_event,
    "minimum_count": minimum_count,
    "sample": sample,
    "coefficient": coefficient,
    "renewal": renewal,
}
"""Name of a clause kind to how its rule stands in a month."""

OF_THE_SCORE = ("coefficient", "renewal")
"""Kinds that look at the score, and so after every row of points."""
