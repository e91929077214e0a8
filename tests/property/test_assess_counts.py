"""A month counted by the engine is the month counted by hand, call by call."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.analytics.evidence import EvidenceTable, evidence_tables
from jieting.analytics.gather import gather
from jieting.analytics.month import MonthCounter
from jieting.domain.calls.call import Call, Outcome
from jieting.domain.calls.reading import Reading, Report
from jieting.domain.contracts.assess import Assessment
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from tests.golden.month_case import OneSqlPerQuestion
from tests.property.assess_months import (
    HOTLINE,
    MONTH,
    POST_LOAN,
    Pencil,
    counter,
    many_calls,
    many_records,
    numbers,
    readings,
)

BOTH = pytest.mark.parametrize("shipped", [HOTLINE, POST_LOAN], ids=["hotline", "post-loan"])
few = settings(max_examples=8)


@contextmanager
def counting(rows: list[Call], records: Records) -> Iterator[MonthCounter]:
    with tempfile.TemporaryDirectory() as folder:
        yield counter(rows, records, Path(folder))


def everything(assessment: Assessment) -> object:
    """All that an assessment says, in a form that can be compared."""
    lines = [(line.clause, line.earned, str(line.why)) for line in assessment.lines]
    limits = [(m.clause, m.met, [str(f) for f in m.findings]) for m in assessment.limits]
    counted = assessment.counted
    return (
        dict(counted.counts),
        numbers(counted.figures),
        lines,
        limits,
        assessment.score,
        assessment.coefficient,
        (counted.sample_base, counted.sampled),
    )


@BOTH
@few
@given(data=st.data())
def test_the_engine_counts_what_a_pencil_counts(shipped: Contract, data: st.DataObject) -> None:
    rows, records = data.draw(many_calls()), data.draw(many_records())
    contract = data.draw(readings(shipped))
    by_hand = Pencil(contract, tuple(rows), records)
    with counting(rows, records) as month:
        counted = month.assess(contract).assessment.counted
    assert dict(counted.counts) == by_hand.counts()
    assert numbers(counted.figures) == by_hand.figures()
    if shipped is HOTLINE:
        assert (counted.sample_base, counted.sampled) == by_hand.sample()


@few
@given(data=st.data(), name=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/St_Johns"]))
def test_bad_days_are_those_a_pencil_finds(data: st.DataObject, name: str) -> None:
    """In any time zone: in October 2026 Berlin has a day of 25 hours."""
    rows, records = data.draw(many_calls()), data.draw(many_records())
    contract = replace(data.draw(readings(POST_LOAN)), zone=ZoneInfo(name))
    by_hand = Pencil(contract, tuple(rows), records)
    with counting(rows, records) as month:
        counted = month.assess(contract).assessment.counted
    found = {day: f.exact is not None and f.exact > 30 for day, f in counted.days["P-3.1"].items()}
    assert found == by_hand.bad_days(30)
    assert numbers(counted.figures) == by_hand.figures()


@BOTH
@few
@given(data=st.data())
def test_every_call_is_counted_once(shipped: Contract, data: st.DataObject) -> None:
    rows, records = data.draw(many_calls()), data.draw(many_records())
    with counting(rows, records) as month:
        counts = month.assess(shipped).assessment.counted.counts
    assert counts["offered"] == counts["answered"] + counts["abandoned"] + counts["overflowed"]
    assert counts["arrived"] == sum(counts[outcome.value] for outcome in Outcome)


@few
@given(data=st.data())
def test_the_order_of_rows_changes_nothing(data: st.DataObject) -> None:
    rows, records = data.draw(many_calls()), data.draw(many_records())
    shuffled = data.draw(st.permutations(rows))
    with counting(rows, records) as one, counting(shuffled, records) as other:
        first, second = one.assess(HOTLINE), other.assess(HOTLINE)
    assert everything(first.assessment) == everything(second.assessment)


@few
@given(data=st.data())
def test_two_files_are_the_month_of_one(data: st.DataObject) -> None:
    """Split anywhere, in any order, with some calls in both: the month is the same."""
    rows, records = data.draw(many_calls()), data.draw(many_records())
    cut = data.draw(st.integers(0, len(rows)))
    again = data.draw(st.integers(0, len(rows)))
    parts = [rows[cut:], [replace(c, source_ref="row 2") for c in rows[: max(cut, again)]]]
    with tempfile.TemporaryDirectory() as folder, counting(rows, records) as whole:
        files = [_file(part) for part in parts if part]
        gathered = gather(files, Path(folder))
        union = MonthCounter(OneSqlPerQuestion(gathered.path), MONTH, records)
        assert gathered.calls == len(rows)
        assert everything(union.assess(HOTLINE).assessment) == everything(
            whole.assess(HOTLINE).assessment
        )


def _file(rows: list[Call]) -> Reading:
    return Reading(Path("calls.csv"), Report("calls.csv", "csv"), iter([rows]))


@BOTH
@few
@given(data=st.data())
def test_evidence_lists_are_as_long_as_the_numbers(shipped: Contract, data: st.DataObject) -> None:
    rows, records = data.draw(many_calls()), data.draw(many_records())
    contract = data.draw(readings(shipped))
    with counting(rows, records) as month:
        figures = numbers(month.assess(contract).assessment.counted.figures)
        tables = evidence_tables(month.engine, contract, MONTH, records)
        lists = {table.name: table for table in tables}
        for use in contract.figures:
            name = f"{use.clause}_{use.name}"
            counted, left = lists[f"{name}_counted"], lists[f"{name}_not_counted"]
            complaints = lists.get(f"{name}_complaints")
            numerator = _ones(complaints or counted, "in_numerator")
            assert (numerator, _ones(counted, "in_base")) == figures[use.clause]
            assert len(list(counted.rows)) + len(list(left.rows)) == len(rows)
            assert _ones(left, "in_base") == _ones(left, "in_numerator") == 0


def _ones(table: EvidenceTable, column: str) -> int:
    place = table.columns.index(column)
    return sum(row[place] == 1 for row in table.rows)


@few
@given(data=st.data())
def test_what_is_not_agreed_changes_nothing(data: st.DataObject) -> None:
    rows, records = data.draw(many_calls()), data.draw(many_records())
    agreed = replace(records, exclusion=tuple(e for e in records.exclusion if e.agreed))
    without = replace(records, exclusion=())
    with counting(rows, records) as all_, counting(rows, agreed) as ours:
        result = all_.assess(HOTLINE)
        assert everything(result.assessment) == everything(ours.assess(HOTLINE).assessment)
    if result.without_exclusions is not None:
        with counting(rows, without) as none:
            bare = none.assess(HOTLINE).assessment
        assert everything(result.without_exclusions) == everything(bare)


@BOTH
@settings(max_examples=2)
@given(data=st.data())
def test_what_if_says_the_base_for_the_chosen_readings(
    shipped: Contract, data: st.DataObject
) -> None:
    rows, records = data.draw(many_calls(10)), data.draw(many_records())
    with counting(rows, records) as month:
        base = month.assess(shipped).assessment
        rows_of = list(month.what_if(base))
        for row in data.draw(st.permutations(rows_of))[:4]:
            other = month.assess(shipped.with_reading(row.choice, row.value)).assessment
            assert (row.score, row.coefficient) == (other.score, other.coefficient)
    chosen = [row for row in rows_of if row.chosen]
    assert [row.choice for row in chosen] == list(shipped.choices)
    assert all((r.score, r.coefficient) == (base.score, base.coefficient) for r in chosen)
    assert all(row.moved == () for row in chosen)
