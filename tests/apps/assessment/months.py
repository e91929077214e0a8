"""Simulated months for the tests of the assessment: in the database, and as files for the CLI."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

from django.db import connection

from jieting.apps.assessment.actions import keep_records
from jieting.apps.calls.models import Import, MonthOfCalls
from jieting.apps.contracts.queries import latest_terms
from jieting.documents.call_list import write_calls
from jieting.documents.records_file import records_toml
from jieting.domain.calls.call import Call
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.periods import Month, local
from jieting.switches.simulated import profile_of, simulated_calls, simulated_records
from tests.apps.world import AT, BY, FOLDER

MONTH = Month(2026, 10)
SEED = 7
SHARE = 9
"""Every ninth simulated call is enough to have all kinds of them."""


def terms(contract_id: str) -> Contract:
    """The contract as its shipped file says."""
    file = FOLDER / f"{contract_id}.toml"
    return load_contract(file.read_text(encoding="utf-8"), file.name)[0]


@cache
def simulated(contract_id: str, month: Month = MONTH) -> tuple[tuple[Call, ...], Records]:
    """A thinned simulated month with its records."""
    contract = terms(contract_id)
    profile = profile_of(contract)
    every = simulated_calls(contract, profile, month, SEED)
    records = simulated_records(contract, profile, month, every, SEED)
    named = {record.call_id for record in (*records.complaint, *records.evaluation)}
    kept = [c for n, c in enumerate(every) if n % SHARE == 0 or c.call_id in named]
    return tuple(kept), records


def records_text(contract_id: str, records: Records | None = None) -> str:
    """The records as a file."""
    found = simulated(contract_id)[1] if records is None else records
    return records_toml(found, terms(contract_id).zone)


def keep_calls(contract_id: str, calls: Sequence[Call]) -> Import:
    """Put calls into the database as an import would, and let their months' revisions grow."""
    made = Import.objects.create(
        contract_id=contract_id,
        state=Import.State.COMMITTED,
        file_name="calls.csv",
        file_digest="0" * 64,
        file_bytes=1,
        folder=f"{contract_id}-{Import.objects.count()}",
        made_by_id=_person(),
        made_at=AT,
        changed_at=AT,
    )
    names = [field.name for field in fields(Call) if field.name != "caller"]
    columns = ", ".join(names)
    copied = f"COPY calls_call (contract_id, brought_by_id, {columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(copied) as copy:
        for call in calls:
            cells = [getattr(call, name) for name in names]
            cells[names.index("rating")] = call.rating or ""
            copy.write_row([contract_id, made.pk, *cells])
    touch(contract_id, calls)
    return made


def remove_calls(contract_id: str, calls: Sequence[Call]) -> None:
    """Take calls out of the database again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM calls_call WHERE contract_id = %s AND call_id = ANY(%s)",
            [contract_id, [call.call_id for call in calls]],
        )
    touch(contract_id, calls)


def touch(contract_id: str, calls: Iterable[Call]) -> None:
    """The revisions of the calls' months grow."""
    zone = latest_terms(contract_id).zone
    for month in sorted({Month.of(local(call.arrived_at, zone).date()) for call in calls}):
        row, _ = MonthOfCalls.objects.get_or_create(contract_id=contract_id, month=str(month))
        period = month.period(zone)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), count(*) FILTER (WHERE source = 'simulated') FROM calls_call"
                " WHERE contract_id = %s AND arrived_at >= %s AND arrived_at < %s",
                [contract_id, period.start, period.end],
            )
            row.calls, row.simulated = cursor.fetchone()
        row.revision += 1
        row.save()


def make_month(contract_id: str, with_records: bool = True) -> None:
    """The simulated month in the database."""
    keep_calls(contract_id, simulated(contract_id)[0])
    if with_records:
        keep_records(by=BY, at=AT, contract_id=contract_id, text=records_text(contract_id))


def write_files(contract_id: str, folder: Path, calls: Sequence[Call] | None = None) -> list[str]:
    """The same month as files in ``folder``; the options of ``jieting assess`` that name them."""
    found = simulated(contract_id)[0] if calls is None else calls
    write_calls(
        [replace(call, caller="") for call in found],
        folder / "calls.parquet",
        terms(contract_id).zone,
    )
    (folder / "records.toml").write_text(records_text(contract_id), encoding="utf-8")
    text = (FOLDER / f"{contract_id}.toml").read_text(encoding="utf-8")
    (folder / f"{contract_id}.toml").write_text(text, encoding="utf-8")
    return [
        "--contract",
        f"{contract_id}.toml",
        "--calls",
        "calls.parquet",
        "--records",
        "records.toml",
        "--month",
        str(MONTH),
    ]


def _person() -> int:
    from jieting.apps.accounts.models import User

    return User.objects.order_by("pk").values_list("pk", flat=True).first()
