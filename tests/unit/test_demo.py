import csv
import io
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from jieting.cli.main import cli
from jieting.documents import call_list
from jieting.documents.call_list import calls_csv, harmless, write_calls
from jieting.domain.calls.call import COLUMNS, Call, Direction, Outcome
from jieting.domain.errors import BadInput
from jieting.domain.periods import SECOND
from jieting.switches.open import open_calls

SHANGHAI = ZoneInfo("Asia/Shanghai")
CONTRACTS = Path(__file__).parents[2] / "contracts"
HOTLINE, POST_LOAN = CONTRACTS / "ningde-12123.toml", CONTRACTS / "post-loan.toml"
NINE = 1_790_816_400 * SECOND
CALL = Call(
    call_id="=1+1",
    direction=Direction.INBOUND,
    arrived_at=NINE + 250_000,
    ended_at=NINE + SECOND,
    outcome=Outcome.ANSWERED,
    queue="hotline",
    caller="138****0012",
    queued_at=NINE + 250_000,
    answered_at=NINE + SECOND,
    agent="@8001",
    talk_s=0,
    recording="y",
    source="example",
)


def demo(*arguments, month="2026-10"):
    found = CliRunner().invoke(
        cli, ["demo", *map(str, arguments), "--month", month, "--lang", "en"], catch_exceptions=True
    )
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def made(folder, contract, name="calls.csv", seed=5):
    path = folder / name
    demo("calls", "--contract", contract, "--seed", seed, "--out", path)
    return path


def read(path):
    reading = open_calls(path, zone=SHANGHAI)
    calls = [call for batch in reading.batches for call in batch]
    return calls, reading.report


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def hotline(folder):
    return made(folder, HOTLINE)


# the files


def test_a_csv_begins_with_its_header_and_every_row_says_simulated(hotline):
    text = hotline.read_bytes().decode()
    assert text.startswith("\ufeff" + ",".join(COLUMNS) + "\n")
    assert "\r" not in text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["source"] for row in rows} == {"simulated"}
    assert {row["source_ref"] for row in rows} == {"ningde-12123 1 hotline 2026-10 seed 5"}
    assert all(re.fullmatch(r"SIM-202610\d\d-\d{6}", row["call_id"]) for row in rows)
    assert rows[0]["arrived_at"].endswith("+08:00")


def test_the_csv_is_read_back_without_a_finding(hotline):
    calls, report = read(hotline)
    assert report.findings == []
    assert calls_csv(calls, SHANGHAI) == hotline.read_bytes()


@pytest.mark.parametrize("name", ["calls.xlsx", "calls.parquet"])
def test_every_form_holds_the_same_calls(folder, hotline, name):
    assert read(made(folder, HOTLINE, name))[0] == read(hotline)[0]


@pytest.mark.parametrize("name", ["again.csv", "again.xlsx", "again.parquet"])
def test_the_same_seed_writes_the_same_bytes(folder, name):
    first = made(folder, POST_LOAN, name).read_bytes()
    assert made(folder, POST_LOAN, name).read_bytes() == first
    assert made(folder, POST_LOAN, name, seed=6).read_bytes() != first


def test_without_a_file_the_csv_is_printed(hotline):
    found = demo("calls", "--contract", HOTLINE, "--seed", 5)
    assert found.stdout_bytes == hotline.read_bytes()


def test_parquet_has_the_columns_of_the_call_table(folder):
    table = pq.read_table(made(folder, HOTLINE, "columns.parquet"))
    assert {field.name: str(field.type) for field in table.schema} == COLUMNS
    assert table["agent"].null_count == 0
    assert table["talk_s"].null_count > 0


def test_text_that_begins_like_a_formula_is_made_harmless():
    assert harmless(["=1", "+1", "-1", "@a", "\ta", "\ra", "a=1", "", 5, None]) == [
        "'=1",
        "'+1",
        "'-1",
        "'@a",
        "'\ta",
        "'\ra",
        "a=1",
        "",
        5,
        None,
    ]


def test_a_csv_row_in_full():
    line = calls_csv([CALL], SHANGHAI).decode().splitlines()[1]
    assert line == (
        "'=1+1,inbound,hotline,138****0012,2026-10-01T09:00:00.250000+08:00,"
        "2026-10-01T09:00:00.250000+08:00,2026-10-01T09:00:01+08:00,2026-10-01T09:00:01+08:00,"
        "answered,'@8001,0,,,,y,example,"
    )


def test_excel_keeps_a_formula_sign_as_text(tmp_path):
    write_calls([CALL], tmp_path / "calls.xlsx", SHANGHAI)
    rows = CalamineWorkbook.from_path(tmp_path / "calls.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1][0] == "=1+1"
    assert rows[1][list(COLUMNS).index("talk_s")] == 0


def test_a_sheet_that_is_full_is_told_and_not_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(call_list, "EXCEL_ROWS", 2)
    with pytest.raises(BadInput, match="more than 2 calls"):
        write_calls([CALL] * 3, tmp_path / "calls.xlsx", SHANGHAI)
    assert not (tmp_path / "calls.xlsx").exists()


# what is refused


@pytest.mark.parametrize("name", ["calls.txt", "calls"])
def test_another_ending_is_refused(tmp_path, name):
    with pytest.raises(BadInput, match=r"\.csv, \.xlsx, \.parquet"):
        made(tmp_path, HOTLINE, name)


@pytest.mark.parametrize("name", ["calls.csv", "calls.xlsx", "calls.parquet"])
def test_a_folder_that_is_not_there_is_told(tmp_path, name):
    with pytest.raises(BadInput, match="cannot be written"):
        made(tmp_path / "nowhere", HOTLINE, name)


def test_a_month_that_is_none_is_told():
    with pytest.raises(BadInput, match="2026-13"):
        demo("calls", "--contract", HOTLINE, month="2026-13")


def test_a_negative_seed_is_a_wrong_option():
    assert demo("calls", "--contract", HOTLINE, "--seed", "-1").exit_code == 2


# the records


def test_records_say_on_top_that_they_are_simulated(hotline):
    found = demo("records", "--contract", HOTLINE, "--seed", 5, "--calls", hotline)
    first, second = found.stdout.splitlines()[:2]
    assert first.startswith("# SIMULATED")
    assert "--seed 5" in second


def test_the_same_seed_writes_the_same_records(hotline, tmp_path):
    texts = []
    for name in ("a.toml", "b.toml"):
        out = tmp_path / name
        demo("records", "--contract", HOTLINE, "--seed", 5, "--calls", hotline, "--out", out)
        texts.append(out.read_bytes())
    assert texts[0] == texts[1]
    assert b"[[spot_check]]" in texts[0]


def test_records_for_calls_of_another_seed_are_refused(hotline):
    with pytest.raises(BadInput, match=r"seed 5, not with .* seed 6"):
        demo("records", "--contract", HOTLINE, "--seed", 6, "--calls", hotline)


def test_records_beside_real_calls_are_refused(tmp_path):
    real = tmp_path / "real.csv"
    real.write_bytes(calls_csv([CALL], SHANGHAI))
    with pytest.raises(BadInput, match="1 calls are not simulated"):
        demo("records", "--contract", HOTLINE, "--calls", real)


def test_the_profile_can_be_chosen(tmp_path):
    path = tmp_path / "calls.csv"
    demo("calls", "--contract", POST_LOAN, "--profile", "hotline", "--seed", 1, "--out", path)
    assert " hotline 2026-10 seed 1" in path.read_text(encoding="utf-8-sig")
