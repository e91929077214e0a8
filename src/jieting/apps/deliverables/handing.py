"""Handing in goes one way: through this app, which makes the files of what was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from jieting.apps.deliverables.refusals import from_own_page
from jieting.apps.moves.hooks import register_objection
from jieting.domain.books.kind import Step
from jieting.domain.books.kinds.deliverable import SUBMIT
from jieting.domain.books.move import Move
from jieting.domain.errors import Finding

_handing_in: ContextVar[bool] = ContextVar("_handing_in", default=False)


@contextmanager
def handing_in() -> Iterator[None]:
    """Within it the step of handing in may be taken."""
    before = _handing_in.set(True)
    try:
        yield
    finally:
        _handing_in.reset(before)


def objection(contract_id: str, move: Move, step: Step, person: str) -> Finding | None:
    """Against handing in from anywhere else, where no document would be made and kept."""
    if move.kind != "deliverable" or step.name != SUBMIT or _handing_in.get():
        return None
    return from_own_page(move)


def register() -> None:
    """Called once the apps are ready."""
    register_objection(objection)
