"""Columns: the cells of a block as the typed values of our columns, by the mapping."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from jieting.domain.calls.call import DURATION_COLUMNS, Direction, Outcome, Rating
from jieting.domain.calls.masking import Callers, hand_over
from jieting.domain.errors import Finding, Place
from jieting.domain.said import say
from jieting.switches.mapping import Case, Mapping, SecondsCase, TextCase, When
from jieting.switches.table.block import Block, Trouble, text_of, texts_of
from jieting.switches.table.time_columns import TimeColumns
from jieting.switches.table.values import (
    Learnt,
    clock_seconds_of,
    coded,
    read_all,
    recording_of,
    seconds_of,
)

C = TypeVar("C", bound=Case)


def holds(when: When, block: Block) -> list[bool]:
    """For each row, whether all conditions hold; conditions see the texts as they stand."""
    result = [True] * len(block.rows)
    for condition in when:
        texts = texts_of(block.columns[condition.column])
        values, wanted = condition.values, not condition.negated
        result = [
            so_far and ((text in values) is wanted)
            for so_far, text in zip(result, texts, strict=True)
        ]
    return result


def by_case(
    cases: Sequence[C], block: Block, read: Callable[[C, Block, Sequence[int]], list[Any]]
) -> list[Any]:
    """Each row read by the first case whose conditions hold; None for a row with none."""
    everything = range(len(block.rows))
    if len(cases) == 1 and not cases[0].when:
        return read(cases[0], block, everything)
    result: list[Any] = [None] * len(block.rows)
    left: Sequence[int] = everything
    for case in cases:
        held = holds(case.when, block)
        chosen = [i for i in left if held[i]]
        left = [i for i in left if not held[i]]
        for i, value in zip(chosen, read(case, block.take(chosen), chosen), strict=True):
            result[i] = value
    return result


class Columns:
    """Reads our columns from blocks of one file; keeps the codes and times it has learnt."""

    def __init__(self, mapping: Mapping, zone: ZoneInfo, callers: Callers = "masked") -> None:
        self._caller = hand_over(callers)
        self._mapping = mapping
        self._times = TimeColumns(mapping, zone)
        codes = mapping.codes
        self._direction = Learnt(
            coded("direction", codes.get("direction", {}), Direction, tuple(Direction))
        )
        self._rating = Learnt(coded("rating", codes.get("rating", {}), Rating, ("", *Rating)))
        self._outcome = Learnt(coded("outcome", codes.get("outcome", {}), Outcome, tuple(Outcome)))
        self._recording = Learnt(recording_of(codes.get("recording", {})))
        self._seconds = Learnt(seconds_of)
        self._clock_seconds = Learnt(clock_seconds_of)

    def read(self, block: Block, trouble: Trouble) -> tuple[Sequence[Any], ...]:
        """The values of all columns, each in the order of the fields of Call."""
        times = self._times.read(block, trouble, by_case)
        lengths = {name: self._duration(name, block, trouble) for name in DURATION_COLUMNS}
        return (
            self._ids(block, trouble),
            self._code("direction", self._direction, block, trouble),
            times["arrived_at"],
            times["ended_at"],
            self._outcomes(block, trouble),
            self._free("queue", block),
            list(map(self._caller, self._free("caller", block))),
            times["queued_at"],
            times["answered_at"],
            self._free("agent", block),
            lengths["talk_s"],
            lengths["hold_s"],
            lengths["wrap_up_s"],
            self._code("rating", self._rating, block, trouble),
            self._code("recording", self._recording, block, trouble),
            self._free("source", block),
            self._refs(block),
        )

    def _ids(self, block: Block, trouble: Trouble) -> list[str]:
        ids = self._texts("call_id", block)
        for row, call_id in zip(block.rows, ids, strict=True) if "" in ids else ():
            if not call_id:
                trouble.add(row, _no_id())
        return ids

    def _refs(self, block: Block) -> list[str]:
        if "source_ref" in self._mapping.texts:
            return self._texts("source_ref", block)
        return [f"row {row}" for row in block.rows]

    def _free(self, ours: str, block: Block) -> list[str]:
        """A column of free text, with codes replaced where the mapping has some."""
        texts = self._texts(ours, block)
        codes = self._mapping.codes.get(ours)
        return [codes.get(text, text) for text in texts] if codes else texts

    def _texts(self, ours: str, block: Block) -> list[str]:
        cases = self._mapping.texts.get(ours)
        if cases:
            found = by_case(cases, block, self._text_case)
            return found if len(cases) == 1 and not cases[0].when else [t or "" for t in found]
        return list(repeat(self._mapping.constants.get(ours, ""), len(block.rows)))

    def _text_case(self, case: TextCase, block: Block, _: Sequence[int]) -> list[str]:
        empty = case.empty | self._mapping.empty
        parts = [texts_of(block.columns[column]) for column in case.columns]
        if empty:
            parts = [["" if text in empty else text for text in part] for part in parts]
        if len(parts) == 1:
            return parts[0]
        return [case.join.join(row) if any(row) else "" for row in zip(*parts, strict=True)]

    def _code(self, ours: str, learnt: Learnt, block: Block, trouble: Trouble) -> list[Any]:
        why = say("The call would be counted in the wrong place, or in none.")
        return read_all(block.rows, self._texts(ours, block), learnt, trouble, ours, why)

    def _duration(self, ours: str, block: Block, trouble: Trouble) -> list[Any]:
        why = say("Handling time would be wrong.")

        def read(case: SecondsCase, part: Block, _: Sequence[int]) -> list[Any]:
            learnt = self._seconds if case.form == "seconds" else self._clock_seconds
            cells = self._first_cells(case, part)
            return read_all(part.rows, cells, learnt, trouble, case.columns[0], why)

        cases = self._mapping.seconds.get(ours)
        return by_case(cases, block, read) if cases else [None] * len(block.rows)

    def _first_cells(self, case: SecondsCase, block: Block) -> Sequence[Any]:
        empty = case.empty | self._mapping.empty
        columns = [block.columns[column] for column in case.columns]
        if len(columns) == 1 and not empty:
            return columns[0]
        empty = empty | {""}
        return [
            next((cell for cell in row if text_of(cell) not in empty), "")
            for row in zip(*columns, strict=True)
        ]

    def _outcomes(self, block: Block, trouble: Trouble) -> list[Any]:
        rules = self._mapping.outcomes
        if not rules:
            return self._code("outcome", self._outcome, block, trouble)
        result: list[Outcome | None] = [None] * len(block.rows)
        for rule in reversed(rules):
            outcome = Outcome(rule.outcome)
            held = holds(rule.when, block)
            result = [outcome if yes else before for yes, before in zip(held, result, strict=True)]
        for i, found in enumerate(result):
            if found is None:
                trouble.add(block.rows[i], self._no_rule(block, i))
        return result

    def _no_rule(self, block: Block, i: int) -> Finding:
        columns = sorted({c.column for rule in self._mapping.outcomes for c in rule.when})
        values = ", ".join(f"{name} = {text_of(block.columns[name][i])}" for name in columns)
        return Finding(
            "unknown_outcome",
            say("No [[outcome]] rule of the mapping holds for {values}.", values=values),
            say("A call has exactly one outcome; this one has none."),
            say("Add a rule for it, or a [[leave_out]] rule if it is no call."),
            Place(column="outcome"),
        )


def _no_id() -> Finding:
    return Finding(
        "empty",
        say("call_id is empty."),
        say("A call without an id cannot be told from another, nor found again."),
        say("Give every call the id that its switch gave it."),
        Place(column="call_id"),
    )
