"""Random months of moves by both sides through the real actions: the books always balance."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from jieting.analytics.lists import COUNT_MEASURES, EXCLUDED, MonthLists, Span
from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.basis import records_in_force_text
from jieting.apps.assessment.counting import engine_of
from jieting.apps.assessment.queries import AssessedMonth, current_month
from jieting.apps.base.actor import Actor
from jieting.apps.moves.actions import Attachment, open_move, take_step
from jieting.apps.moves.dispute_actions import raise_dispute
from jieting.apps.moves.models import Move
from jieting.apps.moves.queries import move_of
from jieting.apps.sealing.models import Seal
from jieting.apps.settlement.books import books_of
from jieting.apps.settlement.content import booked_of
from jieting.cli.assess import assess as command
from jieting.documents.call_list import write_calls
from jieting.domain.books.carried import corrections_due, held_now, quarter_of_results
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.kinds.dispute import NAME as DISPUTE
from jieting.domain.calls.call import Call
from jieting.domain.contracts.assess import total_of
from jieting.domain.errors import BadInput, Refused
from jieting.domain.periods import Month
from jieting.domain.quantities import fraction
from jieting.installation.home import Home
from tests.apps.assessment.conftest import months  # noqa: F401 - a fixture
from tests.apps.assessment.months import FOLDER, MONTH, simulated, terms
from tests.apps.sealing.sealed import LATER, NINGDE, come_late, late_calls
from tests.apps.sealing.sealed import draw as draw_month
from tests.apps.sealing.sealed import sign as sign_month
from tests.apps.settlement.seals import seal as seal_with_score
from tests.apps.settlement.seals import settle
from tests.apps.world import World
from tests.property.books_machine import given_facts

PEOPLE = (Role.CONTRACT_MANAGER, Role.SUPERVISOR, Role.DECIDER, Role.PURCHASER_SUPERVISOR)
TERMS = terms(NINGDE)
CALLS = [call.call_id for call in simulated(NINGDE)[0] if call.outcome == "answered"][:8]
PROOF = (Attachment("proof.txt", b"seen"),)
KNOWN = sorted(name for name, kind in KINDS.items() if not kind.by_system or name == DISPUTE)
_runs = count(1)


class _Over(Exception):
    """Ends the transaction in which one random month lived."""


@pytest.fixture
def world(months, db, tmp_path, monkeypatch) -> World:  # noqa: F811 - a fixture
    (tmp_path / "sealed").mkdir()
    monkeypatch.setattr(Home, "sealed", property(lambda home: tmp_path / "sealed"))
    return months


def play(data: st.DataObject, world: World, clock: Iterator[int], most: int) -> int:
    """Both sides try this and that; how many tries were taken."""
    taken = 0
    for _ in range(data.draw(st.integers(most // 2, most), label="tries")):
        by = world.actor(data.draw(st.sampled_from(PEOPLE), label="who"))
        rows = list(Move.objects.filter(contract_id=NINGDE).order_by("number"))
        try:
            with transaction.atomic():
                if not rows or data.draw(st.booleans(), label="new"):
                    _open(data, by, rows, clock)
                else:
                    _step(data, by, data.draw(st.sampled_from(rows), label="move"), clock)
                taken += 1
        except (Refused, BadInput):
            continue
    return taken


def _open(data: st.DataObject, by: Actor, rows: list[Move], clock: Iterator[int]) -> None:
    kind = KINDS[data.draw(st.sampled_from(KNOWN), label="kind")]
    given_at = {"by": by, "at": LATER + timedelta(minutes=next(clock)), "contract_id": NINGDE}
    if kind.name == DISPUTE:
        subject = data.draw(st.sampled_from(rows)).number if rows else 1
        raise_dispute(**given_at, subject=subject, reason="x")
        return
    facts = given_facts(data, kind.fields, TERMS, CALLS)
    open_move(**given_at, kind=kind.name, facts=facts, text="x")


def _step(data: st.DataObject, by: Actor, row: Move, clock: Iterator[int]) -> None:
    kind, move = KINDS[row.kind], move_of(row)
    names = [step.name for step in kind.steps]
    step = kind.step_in(data.draw(st.sampled_from(names), label="step"), move)
    take_step(
        by=by,
        at=LATER + timedelta(minutes=next(clock)),
        contract_id=NINGDE,
        number=row.number,
        step=step.name,
        facts=given_facts(data, step.fields, TERMS, CALLS),
        text="x",
        files=PROOF if step.needs_evidence else (),
    )


def check_month(found: AssessedMonth) -> None:
    """Points of the lines make the score; every count is the length of its list."""
    assessment = found.assessment
    earned = [line.earned for line in assessment.lines]
    if None in earned:
        assert assessment.score is None
    else:
        assert assessment.score == total_of(found.terms, [e for e in earned if e is not None])
        assert assessment.score == min(Fraction(100), sum(earned, Fraction(0)))
    lists = MonthLists(found.terms, found.month, found.records)
    with engine_of(found.basis) as engine:
        engine.load_records(found.records)
        for name in (*COUNT_MEASURES, EXCLUDED):
            if name in assessment.counted.counts:
                counted = assessment.counted.counts[name]
                assert lists.of_count(name, Span()).length(engine) == counted, name
    for move in map(move_of, Move.objects.filter(contract_id=NINGDE)):
        row = Move.objects.get(contract_id=NINGDE, number=move.number)
        side = KINDS[move.kind].waits_for(move)
        assert (row.waits_for, row.is_open) == (side.value if side else "", side is not None)


def from_scratch(folder: Path, calls: list[Call], month: AssessedMonth) -> dict[str, Any]:
    """The month as the command assesses it from files, without any database."""
    folder.mkdir()
    write_calls(calls, folder / "calls.parquet", TERMS.zone)
    text = records_in_force_text(NINGDE, month.terms) or ""
    (folder / "records.toml").write_text(text, encoding="utf-8")
    options = {
        "--contract": FOLDER / f"{NINGDE}.toml",
        "--calls": folder / "calls.parquet",
        "--records": folder / "records.toml",
        "--month": MONTH,
        "--format": "json",
        "--lang": "zh",
    }
    result = CliRunner().invoke(command, [str(part) for pair in options.items() for part in pair])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def seal_month(world: World, at: int, **more: object) -> Seal:
    """Draw up the month or its correction, and have both sides sign."""
    moment = LATER + timedelta(days=at)
    row = draw_month(world, at=moment, **more)
    for role in (Role.CONTRACT_MANAGER, Role.DECIDER):
        row = sign_month(world, row, role, at=moment)
    return row


def correct(world: World, at: int) -> None:
    """Seal a correction, where the books differ from what was sealed."""
    try:
        with transaction.atomic():
            seal_month(world, at, reason="late")
    except Refused as refused:
        if {finding.code for finding in refused.findings} != {"seal_no_difference"}:
            raise


def check_money() -> None:
    """What was paid, is held and waits to be carried is what all quarters come to now."""
    books = books_of(NINGDE)
    paid = sum((fraction(booked_of(row).due) for row in books.signed), Fraction(0))
    pending = corrections_due(books.terms_of, books.revisions, books.settled)
    waiting = sum((line.difference for line in pending), Fraction(0))
    scratch = Fraction(0)
    for row in books.signed:
        assert booked_of(row).balances()
        first = Month.parse(row.first_month)
        latest = [books.revisions[first.plus(n)][-1].result for n in range(3)]
        scratch += quarter_of_results(books.terms_of(first), latest).payable
    assert paid + held_now(books.settled) + waiting == scratch


# A failing month is told as it was found: to make it smaller would take minutes.
@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_random_months_of_moves_balance(data: st.DataObject, world: World, tmp_path: Path) -> None:
    clock = count(1)
    folder = tmp_path / f"run-{next(_runs)}"
    calls = list(simulated(NINGDE)[0])
    try:
        with transaction.atomic():
            event(f"{play(data, world, clock, 24)} moves before the seal")
            check_month(current_month(NINGDE, MONTH))
            sealed = seal_month(world, 10)
            late = late_calls(data.draw(st.integers(0, 30), label="late"))
            if late:
                come_late(late)
            play(data, world, clock, 10)
            check_month(current_month(NINGDE, MONTH))
            correct(world, 11)
            found = current_month(NINGDE, MONTH)
            last = Seal.objects.filter(month=str(MONTH), state="signed").latest("number")
            scratch = from_scratch(folder, [*calls, *late], found)
            assert json.loads(last.result) == scratch
            assert Seal.objects.get(pk=sealed.pk).result == sealed.result
            _settle_and_correct(data, world, scratch["score"])
            raise _Over
    except _Over:
        pass


def _settle_and_correct(data: st.DataObject, world: World, score: str | None) -> None:
    """The quarter of the month, and corrections of it after it was paid."""
    event("the month waits" if score is None else "the month has a score")
    if score is None:
        return
    scores = st.integers(0, 10_000).map(lambda n: f"{n / 100:.2f}")
    for month in (MONTH.plus(1), MONTH.plus(2)):
        seal_with_score(month, data.draw(scores))
    settle(world, MONTH)
    check_money()
    for month in data.draw(st.lists(st.sampled_from([MONTH.plus(1), MONTH.plus(2)]), max_size=3)):
        seal_with_score(month, data.draw(scores))
        check_money()
