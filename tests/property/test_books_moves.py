"""Whatever both parties try in whatever order, the moves keep their rules and their records."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.documents.records_file import records_toml
from jieting.domain.books.kind import Kind, steps_open_to
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.kinds.dispute import NAME as DISPUTE
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Complaint, Records
from tests.property.assess_months import HOTLINE, POST_LOAN
from tests.property.books_machine import PEOPLE, SYSTEM, Book

SIDES = (Side.SUPPLIER, Side.PURCHASER)
NAMES = sorted(KINDS)
ARRAYS = {one.name for one in fields(Records)} - {"file"}


def played(data: st.DataObject, contract: Contract, most: int = 14) -> Book:
    """A book in which both sides tried this and that; looked at after every try."""
    book = Book(contract)
    for _ in range(data.draw(st.integers(1, most), label="tries")):
        side = data.draw(st.sampled_from(SIDES), label="side")
        by = data.draw(st.sampled_from(PEOPLE[side]), label="by")
        if not book.moves or data.draw(st.integers(0, 2), label="new") == 0:
            kind = KINDS[data.draw(st.sampled_from(NAMES), label="kind")]
            book.open(data, kind, side, by)
        else:
            move = data.draw(st.sampled_from(book.moves), label="move")
            names = [step.name for step in KINDS[move.kind].steps] or ["none"]
            book.step(data, move, data.draw(st.sampled_from(names), label="step"), side, by)
        check(book)
    return book


def check(book: Book) -> None:
    for move in book.moves:
        kind = KINDS[move.kind]
        assert move.state in kind.states
        assert (kind.waits_for(move) is not None) == kind.is_open(move), (move.kind, move.state)
        assert str(kind.summary(move, book.contract))
        assert [act.number for act in move.acts] == list(range(1, len(move.acts) + 1))
        _check_clock(kind, move, book.contract)
        _check_path(kind, move)


def _check_clock(kind: Kind, move: Move, contract: Contract) -> None:
    clock = kind.clock(move, contract) if kind.is_open(move) else None
    if clock is not None:
        assert isinstance(clock.due_at, int)
        assert kind.waits_for(move) is not None


def _check_path(kind: Kind, move: Move) -> None:
    """Each act is a step that its side could take then; an ended state is left by verdict alone."""
    assert move.about is not None or move.acts[0].side in kind.opens
    for before, act in zip(move.acts, move.acts[1:], strict=False):
        step = kind.step(act.step)
        if act.step in SYSTEM:
            turned = {*kind.outcomes, *kind.disputed, *kind.disputed.values()}
            assert act.state in turned | {before.state}
            continue
        assert before.state in step.sources
        assert act.state == (step.to or before.state)
        if before.state in kind.ended:
            assert before.state in step.sources


@settings(max_examples=150)
@given(st.data(), st.sampled_from([HOTLINE, POST_LOAN]))
def test_books_keep_their_rules_whatever_is_tried(data: st.DataObject, contract: Contract) -> None:
    played(data, contract)


@settings(max_examples=80)
@given(st.data(), st.sampled_from([HOTLINE, POST_LOAN]))
def test_what_one_side_proposes_it_never_decides(data: st.DataObject, contract: Contract) -> None:
    book = played(data, contract)
    for move in book.moves:
        kind = KINDS[move.kind]
        for before, act in zip(move.acts, move.acts[1:], strict=False):
            if act.step in SYSTEM or not kind.step(act.step).decides:
                continue
            # The purchaser judges by the contract, and takes back what it began itself; a supplier
            # decides only on what the purchaser brought forward.
            if act.side is Side.SUPPLIER and move.kind != DISPUTE:
                assert before.side is Side.PURCHASER, (move.kind, act.step)
            if move.kind == DISPUTE:
                assert act.by != move.opened.by


@settings(max_examples=80)
@given(st.data(), st.sampled_from([HOTLINE, POST_LOAN]))
def test_records_follow_the_states_and_name_their_move(
    data: st.DataObject, contract: Contract
) -> None:
    book = played(data, contract)
    found: dict[str, tuple[object, ...]] = {}
    for move in book.moves:
        kind = KINDS[move.kind]
        pairs = list(kind.records(move, contract))
        assert {array for array, _ in pairs} <= ARRAYS
        assert {record.ref for _, record in pairs} <= {move.ref}
        if move.state in kind.void:
            assert pairs == []
        assert pairs == list(kind.records(move, contract))
        for array, record in pairs:
            found[array] = (*found.get(array, ()), record)
    written = records_toml(Records(**found), contract.zone)  # type: ignore[arg-type]
    records, told = load_records(written, "records.toml", contract.zone)
    assert not [finding for finding in told if finding.is_error]
    for array in ARRAYS:
        kept, given_rows = getattr(records, array), found.get(array, ())
        assert {r.ref for r in kept} <= {r.ref for r in given_rows}  # type: ignore[attr-defined]
        assert len(kept) == len(set(map(_same, given_rows)))
    for complaint in records.complaint:
        twins = [r for r in found["complaint"] if _same(r) == _same(complaint)]
        judged = [r for r in twins if r.verdict != "open"]  # type: ignore[attr-defined]
        assert complaint.verdict == (judged[-1] if judged else twins[0]).verdict  # type: ignore[attr-defined]


def _same(record: object) -> object:
    """What makes two records one: a complaint by its call and time, anything else by its move."""
    if isinstance(record, Complaint):
        return record.call_id, record.received_at
    return record.ref  # type: ignore[attr-defined]


@settings(max_examples=80)
@given(st.data(), st.sampled_from([HOTLINE, POST_LOAN]))
def test_a_move_that_has_ended_is_nobodys_turn(data: st.DataObject, contract: Contract) -> None:
    for move in played(data, contract).moves:
        kind = KINDS[move.kind]
        open_to = {
            side: steps_open_to(kind, move, side, person)
            for side in SIDES
            for person in PEOPLE[side]
        }
        waits = kind.waits_for(move)
        if waits is None:
            assert not kind.is_open(move)
        elif waits is not Side.BOTH:
            # Somebody of the side can do something, unless the only ones left took part before.
            fresh = steps_open_to(kind, move, waits, "somebody new")
            assert fresh or open_to[waits], (move.kind, move.state)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_state_and_every_step_of_a_kind_can_be_reached(kind: Kind) -> None:
    reached = {kind.first} if kind.starts is None else set(kind.states) & _starts(kind)
    while True:
        more = {step.to or state for step in kind.steps for state in reached & step.sources} | (
            set(kind.outcomes) if reached & {*kind.outcomes, *kind.disputed} else set()
        )
        if more <= reached:
            break
        reached |= more
    assert reached == set(kind.states)
    for step in kind.steps:
        assert step.sources & reached, step.name
    assert kind.ended < set(kind.states)
    assert set(kind.waits) == set(kind.states) - kind.ended
    assert set(kind.outcomes) <= kind.ended
    assert not kind.ended & set(kind.disputed)


def _starts(kind: Kind) -> set[str]:
    """The states after opening, for every value of the choice that decides it."""
    found = set()
    for one in kind.fields:
        for value in one.values:
            with suppress(KeyError):  # another field decides
                found.add(kind.start({one.name: value}))
    return found


def test_the_machine_plays_and_is_refused() -> None:
    taken, refused, kinds = [], [], set()

    @settings(max_examples=60, database=None)
    @given(st.data())
    def play(data: st.DataObject) -> None:
        book = played(data, HOTLINE, 20)
        taken.append(book.taken)
        refused.append(book.refused)
        kinds.update(move.kind for move in book.moves)

    play()
    assert sum(taken) > 100
    assert sum(refused) > 100
    assert len(kinds) > len(KINDS) // 2
