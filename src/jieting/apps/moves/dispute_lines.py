"""What a line of a month says when it is disputed, as the app tells that assesses months."""

from __future__ import annotations

from collections.abc import Callable

from jieting.domain.periods import Month

Teller = Callable[[str, Month, str], str]
"""Takes a contract's id, a month and a clause; what the line says now, '' where it says nothing."""

_tellers: list[Teller] = []


def register_lines(teller: Teller) -> None:
    """Ask ``teller`` when a line is disputed; called once the apps are ready."""
    _tellers.append(teller)


def stands_at(contract_id: str, month: Month, clause: str) -> str:
    """What the line says now; kept with the dispute, so that the first version is not lost."""
    return next((told for teller in _tellers if (told := teller(contract_id, month, clause))), "")
