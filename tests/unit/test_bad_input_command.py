"""Wrong and nasty inputs to the command: told with place and remedy, and nothing is lost."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from tests.command import Done, jieting

CONTRACT = Path(__file__).parents[2] / "contracts" / "ningde-12123.toml"
HEADER = (
    "call_id,direction,arrived_at,ended_at,outcome,queue,agent,caller,queued_at,answered_at,"
    "rating,recording,talk_s"
)


def row(call_id: str = "c1", **other: str) -> str:
    """One good row of a call list, with other cells where given."""
    day = "2026-10-05 09:0"
    cells = dict(
        zip(
            HEADER.split(","),
            [
                call_id,
                "inbound",
                f"{day}0:00",
                f"{day}5:00",
                "answered",
                "hotline",
                "8001",
                "13800001234",
                f"{day}0:10",
                f"{day}0:20",
                "satisfied",
                "y",
                "60",
            ],
            strict=True,
        )
    )
    return ",".join({**cells, **other}.values())


def calls(folder: Path, *rows: str, header: str = HEADER, name: str = "calls.csv") -> Path:
    """A call list with these rows."""
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def read(folder: Path, content: bytes, name: str = "calls.csv", *options: object) -> Done:
    """``jieting calls read`` of a file with this content."""
    path = folder / name
    path.write_bytes(content)
    return jieting("calls", "read", path, *options)


def list_of(*rows: str) -> bytes:
    """The bytes of a call list."""
    return "\n".join([HEADER, *rows, ""]).encode()


# -- call files that are hardly text ---------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", b"\n\n \n"])
def test_a_file_of_blanks_is_empty(tmp_path: Path, content: bytes) -> None:
    done = read(tmp_path, content)
    assert done.code == 2
    assert "calls.csv: error: The file is empty." in done.err


def test_a_mark_that_stands_twice_is_no_part_of_a_name(tmp_path: Path) -> None:
    done = read(tmp_path, b"\xef\xbb\xbf\xef\xbb\xbf" + list_of(row()))
    assert (done.code, "1 calls in all" in done.out) == (0, True)


def test_a_header_with_an_open_quote_is_named(tmp_path: Path) -> None:
    done = read(tmp_path, b'"' + list_of(row()))
    assert done.code == 2
    assert "calls.csv:1: error: The row's double quotes are not closed" in done.err


def test_a_field_too_long_is_not_called_a_quote(tmp_path: Path) -> None:
    done = read(tmp_path, list_of(row("x" * 200_000), row("c2")))
    assert "calls.csv:2: error: A field is longer than 131072 characters." in done.err
    assert "2 rows, 1 calls read, 1 rows set aside" in done.out


def test_words_that_are_valid_in_another_encoding_are_told(tmp_path: Path) -> None:
    done = read(tmp_path, list_of(row(queue="Mnchen")).replace(b"Mn", b"M\xfcn"))
    assert done.code == 0
    assert "note: The file is not UTF-8 and was read as GB18030." in done.err


def test_folders_and_names_that_are_no_files(tmp_path: Path) -> None:
    folder = jieting("calls", "read", tmp_path)
    long = jieting("calls", "read", tmp_path / ("x" * 5000))
    assert (folder.code, "This is a folder, not a file." in folder.err) == (2, True)
    assert (long.code, "There is no such file." in long.err) == (2, True)


# -- nothing is lost -------------------------------------------------------------------------------


def test_contradicting_rows_are_not_counted_as_read(tmp_path: Path) -> None:
    rows = [row("d1"), row("d1"), row("d1", queue="other"), row("d2"), row("d2")]
    done = read(tmp_path, list_of(*rows))
    assert "5 rows, 2 calls read, 3 rows set aside" in done.out
    assert "1 calls in all; 1 rows repeated a call" in done.out


def test_calls_on_a_second_sheet_are_told(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("first", "second"):
            sheet = book.add_worksheet(name)
            for number, line in enumerate([HEADER, row(name)]):
                sheet.write_row(number, 0, line.split(","))
    done = jieting("calls", "read", path)
    assert done.code == 0
    assert "calls.xlsx: warning: Only the first sheet is read, not: second." in done.err


def test_a_cover_sheet_is_told_beside_the_missing_columns(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("cover").write(0, 0, "Calls of October")
        book.add_worksheet("calls").write_row(0, 0, HEADER.split(","))
    done = jieting("calls", "read", path)
    assert done.code == 2
    assert "There is no column call_id." in done.err
    assert "Only the first sheet is read, not: calls." in done.err


def test_no_result_is_written_over_what_was_read(tmp_path: Path) -> None:
    path = calls(tmp_path, row())
    before = path.read_bytes()
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    month = ("assess", "--contract", CONTRACT, "--month", "2026-10", "--calls", path)
    for arguments in (
        ("calls", "read", path, "--out", path),
        ("calls", "read", path, "--findings", link),
        (*month, "--out", link),
        ("settle", path, "--contract", CONTRACT, "--out", path),
    ):
        done = jieting(*arguments)
        assert (done.code, "is also one of those to read" in done.err) == (2, True)
    assert path.read_bytes() == before


# -- Parquet ---------------------------------------------------------------------------------------


def written(folder: Path, **columns: object) -> Path:
    """A Parquet file of two calls, with other columns where given."""
    at = [1_791_162_000_000_000] * 2
    whole: dict[str, object] = {
        "call_id": ["p1", "p2"],
        "direction": ["inbound"] * 2,
        "arrived_at": at,
        "ended_at": at,
        "outcome": ["rejected"] * 2,
        **columns,
    }
    path = folder / "calls.parquet"
    parquet.write_table(pa.table(whole), path)
    return path


def test_days_are_no_times_in_parquet(tmp_path: Path) -> None:
    done = jieting("calls", "read", written(tmp_path, arrived_at=[date(2026, 10, 5)] * 2))
    assert done.code == 2
    assert "2026-10-05 is not a date with a time" in done.err


def test_bytes_in_parquet_are_text_or_refused(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    path = written(tmp_path, queue=pa.array(["热线".encode(), b"b"], pa.binary()))
    assert jieting("calls", "read", path, "--out", out).code == 0
    assert parquet.read_table(out)["queue"].to_pylist() == ["热线", "b"]
    done = jieting("calls", "read", written(tmp_path, queue=pa.array([b"\xff", b""], pa.binary())))
    assert (done.code, "broken" in done.err) == (2, True)


def test_no_number_is_an_empty_cell(tmp_path: Path) -> None:
    done = jieting("calls", "read", written(tmp_path, talk_s=[float("nan"), 60.0]))
    assert (done.code, "2 calls in all" in done.out) == (0, True)


# -- mapping files and options ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('[constant]\ncall_id = "x"', "m.toml:4:constant.call_id: error: Every row would have"),
        ('[table]\ndelimiter = "\\n"', "m.toml:4:table.delimiter: error"),
        ('[table]\ndelimiter = "a"', "m.toml:4:table.delimiter: error"),
    ],
)
def test_a_mapping_that_would_lose_calls_is_refused(tmp_path: Path, table: str, told: str) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(f'[mapping]\nname = "m"\n{table}\n', encoding="utf-8")
    done = jieting("calls", "read", calls(tmp_path, row()), "--mapping", mapping)
    assert (done.code, told in done.err) == (2, True), done.err


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", "Europe", ""])
def test_an_unknown_zone_is_told_in_both_languages(tmp_path: Path, zone: str) -> None:
    path = calls(tmp_path, row())
    english = jieting("calls", "read", path, "--zone", zone)
    chinese = jieting("calls", "read", path, "--zone", zone, "--lang", "zh")
    assert (english.code, "--zone: error: There is no time zone" in english.err) == (2, True)
    assert (chinese.code, "错误" in chinese.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("assess",), "--contract is missing."),
        (("assess", "--evidnce", "x"), "Did you mean --evidence?"),
        (("assess", "--format", "html"), "Use one of text, json, xlsx, pdf, docx."),
        (("settle",), "MONTHS is missing."),
        (("figures", "--by", "day"), "these are missing: --calls."),
        (("figures", "--calls", "x.csv"), "these are missing: --contract, --month."),
        (("demo", "run", "--contracts", "nowhere"), "There is no contract file in this folder."),
    ],
)
def test_wrong_use_is_a_finding(arguments: tuple[str, ...], told: str) -> None:
    done = jieting(*arguments)
    assert (done.code, told in done.err) == (2, True), done.err


@pytest.mark.parametrize("month", ["oct", "2026-13", "0000-01", "9999-12", "２０２６-10", ""])
def test_a_month_that_is_none(tmp_path: Path, month: str) -> None:
    path = calls(tmp_path, row())
    done = jieting("assess", "--contract", CONTRACT, "--calls", path, "--month", month)
    assert (done.code, "--month: error: month is" in done.err) == (2, True)


@pytest.mark.parametrize("option", ["--out", "--findings"])
def test_a_folder_that_is_not_there(tmp_path: Path, option: str) -> None:
    done = jieting("calls", "read", calls(tmp_path, row()), option, tmp_path / "none" / "x")
    assert done.code == 2
    assert "cannot be written: there is no such file or folder." in done.err


def test_a_key_named_twice_counts_once(tmp_path: Path) -> None:
    path = calls(tmp_path, row())
    asked = ("figures", "--calls", path, "--contract", CONTRACT, "--month", "2026-10")
    done = jieting(*asked, "--by", "day", "--by", "day", "connection_rate")
    assert (done.code, done.out.count("2026-10-05")) == (0, 1)


# -- months edited by hand -------------------------------------------------------------------------

MONTH = {
    "contract": "ningde-12123",
    "version": "1",
    "month": "2026-10",
    "counts": {"arrived": 100},
    "lines": [{"clause": "N-5.2.1", "earned": "10"}],
    "limits": [],
    "score": "95.00",
}


def settled(folder: Path, *months: str) -> Done:
    """``jieting settle`` of these JSON texts."""
    paths = [folder / f"m{number}.json" for number in range(len(months))]
    for path, text in zip(paths, months, strict=True):
        path.write_text(text, encoding="utf-8")
    return jieting("settle", "--contract", CONTRACT, *paths)


def of_month(month: str, **other: object) -> str:
    """The JSON of an assessed month."""
    return json.dumps({**MONTH, "month": month, **other})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("score", 95),
        ("score", 95.5),
        ("score", "NaN"),
        ("score", "1e300"),
        ("score", "-1"),
        ("score", "９５"),
        ("score", "9_5"),
        ("counts", {"arrived": -5}),
        ("counts", {"arrived": True}),
        ("counts", {"arrived": 1.5}),
        ("counts", []),
        ("month", 202610),
        ("month", "9999-12"),
        ("contract", 5),
        ("lines", "abc"),
        ("lines", [{"clause": "N-5.2.2", "earned": None}]),
        ("limits", [{"clause": "x", "met": "no", "findings": []}]),
        ("limits", [{"clause": "x", "met": False, "findings": "abc"}]),
    ],
)
def test_a_month_edited_by_hand_names_the_key(tmp_path: Path, key: str, value: object) -> None:
    done = settled(tmp_path, json.dumps({**MONTH, key: value}))
    wrong = "score" if key == "lines" and isinstance(value, list) else key
    assert done.code == 2
    assert f"m0.json:{wrong}" in done.err


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"score": "9',
        "[" * 100_000,
        of_month("2026-10")[:-1] + ', "score": "100.00"}',
        of_month("2026-10").replace("100}", "1e999999999}"),
        of_month("2026-10").replace("100}", "9" * 5000 + "}"),
        of_month("2026-10").replace("100}", "Infinity}"),
    ],
)
def test_a_file_that_is_no_month(tmp_path: Path, text: str) -> None:
    done = settled(tmp_path, text)
    assert (done.code, "m0.json" in done.err) == (2, True)
    assert "Make it with jieting assess --format json." in done.err


def test_a_month_beyond_the_last_quarter_is_told(tmp_path: Path) -> None:
    months = [of_month(f"2026-0{number}") for number in range(1, 5)]
    done = settled(tmp_path, *months)
    assert done.code == 0
    assert "m3.json: warning: 2026-04 is part of no complete quarter." in done.err


def test_the_time_of_open_clocks_is_a_time_of_our_age(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text(of_month("2026-10"), encoding="utf-8")
    for at in ("yesterday", "0001-01-01", "9999-12-31T23:59:59-14:00"):
        done = jieting("settle", "--contract", CONTRACT, path, "--at", at)
        assert (done.code, "--at: error" in done.err) == (2, True)


# -- evidence --------------------------------------------------------------------------------------


def cells_of(path: Path) -> list[list[str]]:
    """The lines of a csv file as cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_formulas_in_every_text_column_are_made_harmless(tmp_path: Path) -> None:
    nasty = ["=1+1", "+cmd", "-2+3", "@SUM(1)", "=x\ny", "../../etc/x", "x" * 5000, "😀"]
    quoted = [f'"{text}"' for text in nasty]
    rows = [row(t, queue=t, agent=t, caller=t, recording=t) for t in quoted]
    folder, book = tmp_path / "evidence", tmp_path / "m.xlsx"
    done = jieting(
        "assess",
        "--contract",
        CONTRACT,
        "--calls",
        calls(tmp_path, *rows),
        "--month",
        "2026-10",
        "--evidence",
        folder,
        "--format",
        "xlsx",
        "--out",
        book,
    )
    assert done.code == 0
    lists = sorted(folder.glob("*.csv"))
    cells = [cell for path in lists for line in cells_of(path) for cell in line]
    assert len(cells) > len(nasty)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    counted = next(path for path in lists if "connection_rate_counted" in path.name)
    assert len(cells_of(counted)) == 1 + len(nasty)
