"""Moves for the tests of the kinds: opened and taken on by hand, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Act, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.periods import Instant, instant_of_local

FOLDER = Path(__file__).resolve().parents[3] / "contracts"


@cache
def terms(contract_id: str, zone: str = "Asia/Shanghai") -> Contract:
    text = (FOLDER / f"{contract_id}.toml").read_text(encoding="utf-8")
    return replace(load_contract(text, contract_id)[0], zone=ZoneInfo(zone))


def at(text: str, zone: str = "Asia/Shanghai") -> Instant:
    return instant_of_local(datetime.fromisoformat(text), ZoneInfo(zone))


def opened(
    kind: str,
    when: Instant,
    facts: Mapping[str, Any],
    side: Side = Side.PURCHASER,
    number: int = 1,
    about: int | None = None,
) -> Move:
    state = KINDS[kind].start(facts)
    return Move(number, kind, state, facts, (Act(1, "open", state, side, "p", when, facts),), about)


def taken(
    move: Move, step: str, when: Instant, facts: Mapping[str, Any] | None = None, to: str = ""
) -> Move:
    """The move after a step; one that it does not allow fails the test."""
    found = KINDS[move.kind].step(step)
    assert not found.sources or move.state in found.sources, f"{step} from {move.state}"
    state = to or found.to or move.state
    given = dict(facts or {})
    act = Act(len(move.acts) + 1, step, state, Side.SUPPLIER, "s", when, given)
    return replace(move, state=state, facts={**move.facts, **given}, acts=(*move.acts, act))
