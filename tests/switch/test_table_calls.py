"""Calls built in bulk are ordinary Calls, and the quick look never passes a bad one."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.calls.call import Call, Direction, Outcome, Rating
from jieting.domain.calls.check import check_call
from jieting.domain.calls.masking import mask_number
from jieting.switches.table.calls import build, surely_fine

TIMES = st.integers(0, 12).map(lambda n: n * 20_000_000_000)
MAYBE_TIMES = st.none() | TIMES
SECONDS = st.none() | st.integers(-2, 200_000)
CALLS = st.builds(
    Call,
    call_id=st.text(),
    direction=st.sampled_from(Direction),
    arrived_at=TIMES,
    ended_at=TIMES,
    outcome=st.sampled_from(Outcome),
    queued_at=MAYBE_TIMES,
    answered_at=MAYBE_TIMES,
    agent=st.sampled_from(["", "8001"]),
    talk_s=SECONDS,
    hold_s=SECONDS,
    wrap_up_s=SECONDS,
    rating=st.none() | st.sampled_from(Rating),
)


@given(CALLS)
def test_the_quick_look_agrees_with_the_rules(call: Call) -> None:
    assert surely_fine(call) is (check_call(call) == [])


@given(st.lists(CALLS, max_size=4))
def test_calls_built_in_bulk_equal_calls_built_one_by_one(calls: list[Call]) -> None:
    columns = [[getattr(call, field.name) for call in calls] for field in dataclasses.fields(Call)]
    built = build(columns)
    assert built == calls
    assert [hash(call) for call in built] == [hash(call) for call in calls]
    assert all(type(call) is Call for call in built)


def test_a_call_built_in_bulk_is_frozen() -> None:
    call = Call("a", Direction.INBOUND, 0, 1, Outcome.REJECTED)
    (built,) = build([[getattr(call, field.name)] for field in dataclasses.fields(Call)])
    with pytest.raises(dataclasses.FrozenInstanceError):
        built.call_id = "b"  # type: ignore[misc]
    assert dataclasses.replace(built, call_id="b").call_id == "b"


@given(st.text(max_size=30))
def test_a_masked_number_keeps_its_length_and_hides_at_least_four(number: str) -> None:
    masked = mask_number(number)
    assert len(masked) == len(number)
    assert mask_number(masked) == masked
    shown = [n for n, (was, now) in enumerate(zip(number, masked, strict=True)) if now != "*"]
    assert all(number[n] == masked[n] for n in shown)
    assert len(number) - len(shown) >= min(4, len(number))


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800010001", "138****0001"),
        ("059388881234", "059*****1234"),
        ("88881234", "******34"),
        ("12123", "*****"),
        ("", ""),
    ],
)
def test_short_numbers_show_less(number: str, masked: str) -> None:
    assert mask_number(number) == masked
