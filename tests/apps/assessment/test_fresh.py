"""What is kept of a month never outlives the calls, records and contract it was made from."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest
from django.db import connection

from jieting.apps.assessment import actions, basis, counting, queries
from jieting.apps.assessment.actions import keep_records
from jieting.apps.assessment.models import MonthSheet
from jieting.apps.assessment.queries import assessed_month, is_fresh
from jieting.apps.audit.models import Entry
from jieting.apps.contracts.actions import add_version
from jieting.domain.calls.call import Outcome
from jieting.domain.contracts.assess import Counted
from jieting.domain.contracts.records import Records
from jieting.domain.periods import HALF_HOUR, SECOND, Month
from jieting.installation.home import home
from tests.apps.assessment.months import (
    MONTH,
    keep_calls,
    make_month,
    records_text,
    remove_calls,
    simulated,
    terms,
)
from tests.apps.jobs import run_jobs, waiting_jobs
from tests.apps.world import AT, BY, FOLDER

NINGDE, POST_LOAN = "ningde-12123", "post-loan"


def arrived(contract_id: str = NINGDE) -> int:
    return assessed_month(contract_id, MONTH).assessment.counted.counts["arrived"]


@pytest.fixture
def month(world):
    """A month of a few hundred calls, counted."""
    keep_calls(NINGDE, simulated(NINGDE)[0][::6])
    assert arrived() > 100
    return MONTH


def spare_calls(number: int):
    """Calls of the month that are not kept yet."""
    return simulated(NINGDE)[0][1::6][:number]


def test_calls_that_come_are_counted(month):
    before = arrived()
    keep_calls(NINGDE, spare_calls(5))
    assert not is_fresh(NINGDE, MONTH)
    assert arrived() == before + 5
    assert is_fresh(NINGDE, MONTH)


def test_calls_that_go_are_no_longer_counted(month):
    before = arrived()
    keep_calls(NINGDE, spare_calls(5))
    assert arrived() == before + 5
    remove_calls(NINGDE, spare_calls(5))
    assert arrived() == before


def test_a_call_of_the_month_before_counts_where_it_ends(month):
    start = MONTH.period(terms(NINGDE).zone).start
    call = replace(spare_calls(1)[0], arrived_at=start - SECOND, ended_at=start + SECOND)
    call = replace(call, outcome=Outcome.REJECTED, queued_at=None, answered_at=None, queue="")
    before = arrived()
    keep_calls(NINGDE, [replace(call, agent="", rating=None, recording="", talk_s=None)])
    assert not is_fresh(NINGDE, MONTH)
    found = assessed_month(NINGDE, MONTH)
    assert found.assessment.counted.counts["arrived"] == before
    assert found.assessed.month.left_out["other_period"] == 1
    ends = {(a.choice.name, a.value): a for a in found.assessed.alternatives}
    assert "N-4.1" in ends["period_of_call", "end"].moved


def test_calls_of_far_months_leave_it_fresh(month):
    zone = terms(NINGDE).zone
    shift = Month(2026, 3).period(zone).start - MONTH.period(zone).start
    call = spare_calls(1)[0]
    times = ("arrived_at", "queued_at", "answered_at", "ended_at")
    moved = {n: getattr(call, n) + shift for n in times if getattr(call, n) is not None}
    keep_calls(NINGDE, [replace(call, **moved)])
    assert is_fresh(NINGDE, MONTH)


def test_records_are_judged_at_once_without_counting(month):
    assert assessed_month(NINGDE, MONTH).assessment.score is None
    sheet = MonthSheet.objects.get(contract_id=NINGDE)
    made = simulated(NINGDE)[1]
    due = Records(report=made.report, self_assessment=made.self_assessment)
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=records_text(NINGDE, due))
    lines = {line.clause: line for line in assessed_month(NINGDE, MONTH).assessment.lines}
    assert lines["N-5.2.2"].earned is not None
    assert MonthSheet.objects.get(contract_id=NINGDE).counted_at == sheet.counted_at


def test_an_agreed_exclusion_counts_anew(month):
    before = assessed_month(NINGDE, MONTH)
    text = "[[exclusion]]\nday = 2026-10-14\nreason = 'x'\nagreed = true\n"
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=text)
    after = assessed_month(NINGDE, MONTH)
    counts = after.assessment.counted.counts
    assert counts["excluded"] > 0
    assert counts["arrived"] + counts["excluded"] == before.assessment.counted.counts["arrived"]
    assert after.assessed.month.without_exclusions.counted.counts["excluded"] == 0


def test_a_record_of_a_call_that_comes_later_is_no_longer_missing(month):
    call = spare_calls(1)[0]
    text = f"[[spot_check]]\ncall_id = '{call.call_id}'\nscoring_error = true\n"
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=text)
    codes = [f.code for f in assessed_month(NINGDE, MONTH).assessed.findings]
    assert "call_not_there" in codes
    keep_calls(NINGDE, [call])
    codes = [f.code for f in assessed_month(NINGDE, MONTH).assessed.findings]
    assert "call_not_there" not in codes


def test_a_new_version_of_the_contract_counts_anew(month):
    assert assessed_month(NINGDE, MONTH).version == "1"
    text = (FOLDER / f"{NINGDE}.toml").read_text(encoding="utf-8")
    text = text.replace('version = "1"', 'version = "2"').replace(
        "effective_from = 2026-01-01", "effective_from = 2026-10-01"
    )
    text = text.replace('value = "arrived"', 'value = "offered"')
    add_version(by=BY, at=AT, text=text)
    found = assessed_month(NINGDE, MONTH)
    assert found.version == "2"
    figure = found.assessment.counted.figures["N-4.1"]
    assert figure.denominator == found.assessment.counted.counts["offered"]


def test_jobs_count_what_has_changed(world):
    make_month(POST_LOAN)
    assert not is_fresh(POST_LOAN, MONTH)
    assert set(run_jobs()) == {"assessment.count_month"}
    assert is_fresh(POST_LOAN, MONTH)


def test_months_gone_stale_are_counted_ahead_and_fresh_ones_not_asked_for(month, monkeypatch):
    from jieting.apps.assessment.tasks import count_ahead

    run_jobs()
    count_ahead()
    assert waiting_jobs() == []
    monkeypatch.setattr(basis, "code_digest", lambda: "another version")
    assert not is_fresh(NINGDE, MONTH)
    count_ahead()
    count_ahead()
    assert run_jobs() == ["assessment.count_month"]
    assert is_fresh(NINGDE, MONTH)


def test_a_month_outside_the_contract_is_no_failure_of_the_job(world):
    from jieting.apps.assessment.tasks import count_month

    count_month(contract_id=NINGDE, month="2019-01")
    assert not MonthSheet.objects.exists()


def test_counting_is_in_the_audit_log_once(month):
    assessed_month(NINGDE, MONTH)
    queries._judged.cache_clear()
    assessed_month(NINGDE, MONTH)
    assert Entry.objects.filter(event="assessment.month.counted").count() == 1


def test_columns_of_older_calls_are_removed(month):
    keep_calls(NINGDE, spare_calls(2))
    assessed_month(NINGDE, MONTH)
    names = [path.name for path in (home().columns / NINGDE).glob("*")]
    assert len([name for name in names if name.startswith(str(MONTH))]) == 1


def test_columns_hold_no_caller(month):
    from pyarrow import parquet

    (path,) = (home().columns / NINGDE).glob(f"{MONTH}-*.parquet")
    assert set(parquet.read_table(path, columns=["caller"])["caller"].to_pylist()) == {""}


def test_lost_columns_are_made_again(month):
    for path in (home().columns / NINGDE).glob("*.parquet"):
        path.unlink()
    from jieting.apps.assessment.counting import engine_of

    found = assessed_month(NINGDE, MONTH)
    with engine_of(found.basis) as engine:
        assert engine.size() == len(simulated(NINGDE)[0][::6])


def test_series_add_up_to_the_days(month):
    found = assessed_month(NINGDE, MONTH)
    tallies = found.series.tallies("half_hour", excludes=True)
    assert max(tallies) < 48
    assert sum(t["arrived"] for t in tallies.values()) == arrived()
    assert HALF_HOUR == 1_800 * SECOND


def test_readings_count_what_the_changed_contract_counts(month):
    from jieting.analytics.counted import count_month
    from jieting.analytics.month import MonthCounter
    from jieting.apps.assessment.basis import basis_of
    from jieting.apps.assessment.counting import engine_of

    text = "[[exclusion]]\nday = 2026-10-14\nreason = 'x'\nagreed = true\n"
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=text)
    basis = basis_of(NINGDE, MONTH)
    with engine_of(basis) as engine:
        counter = MonthCounter(engine, MONTH, basis.records)
        found = count_month(engine, counter, basis.terms, 1, with_readings=True)
        for choice, value in basis.terms.alternatives():
            if value != choice.value:
                other = counter.count(basis.terms.with_reading(choice, value)).counted
                mine = found.readings[choice.name, choice.clause, value]
                assert plain(mine) == plain(other), (choice.name, value)


def plain(counted: Counted) -> object:
    numbers = {c: (f.numerator, f.denominator) for c, f in counted.figures.items()}
    days = {c: {d: (f.numerator, f.denominator) for d, f in by.items()}
            for c, by in counted.days.items()}  # fmt: skip
    return counted.counts, numbers, days, counted.sample_base, counted.sampled


def test_only_one_counter_works_at_a_month(month, monkeypatch):
    keep_calls(NINGDE, spare_calls(1))
    free, counted, real = [], [], actions.counted_sheet

    def watched(basis):
        counted.append(basis.counted)
        free.append(another_could_count())
        return real(basis)

    monkeypatch.setattr(actions, "counted_sheet", watched)
    for _ in range(2):
        actions.count_month(by=BY, at=AT, contract_id=NINGDE, month=MONTH)
    assert free == [False]
    assert len(counted) == 1


def another_could_count() -> bool:
    """Whether another connection would get the lock of the month now."""
    place = connection.get_connection_params()
    names = ("host", "port", "user", "dbname")
    with psycopg.connect(**{n: place[n] for n in names if place.get(n)}) as other:
        lock = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
        return other.execute(lock, [f"count/{NINGDE}/{MONTH}"]).fetchone()[0]


def test_a_reader_keeps_its_calls_while_newer_ones_are_counted(month):
    old = basis.basis_of(NINGDE, MONTH)
    with counting.engine_of(old) as engine:
        before = engine.size()
        keep_calls(NINGDE, spare_calls(2))
        assert arrived() > 0  # counts anew, and removes the older file
        assert not counting.columns_path(old).exists()
        assert engine.size() == before


def test_a_file_that_goes_before_it_is_opened_is_written_again(month, monkeypatch):
    now, real = basis.basis_of(NINGDE, MONTH), counting.columns_of

    def gone(asked):
        path = real(asked)
        path.unlink()
        return path

    monkeypatch.setattr(counting, "columns_of", gone)
    with counting.engine_of(now) as engine:
        assert engine.size() == arrived_in_table()


def arrived_in_table() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM calls_call WHERE contract_id = %s", [NINGDE])
        return cursor.fetchone()[0]
