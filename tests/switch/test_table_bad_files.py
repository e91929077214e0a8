"""Files that cannot be read at all: what they are and what is to be done."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from jieting.domain.errors import BadInput
from jieting.switches.kind import kind_of
from jieting.switches.table import xlsx_file
from tests.switch.tables import DATA, read

CSV = (DATA / "calls.csv").read_bytes()


def _zip(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def _workbook() -> bytes:
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed)
    book.add_worksheet("calls").write_row(0, 0, ["call_id"])
    book.close()
    return packed.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    sink = io.BytesIO()
    ids = pa.Array.from_buffers(pa.int64(), 1, [None, pa.py_buffer(b"\0" * 8)])
    parquet.write_table(pa.Table.from_arrays([ids], ["call_id"]), sink)
    return sink.getvalue()


CASES = {
    "empty.csv": (b"", "The file is empty.", "Export the calls again"),
    "blank.csv": (b"\r\n  \n", "The file is empty.", "at least its header"),
    "sheet.csv": (_workbook(), "the content is an Excel workbook", "Rename it to sheet.xlsx"),
    "sheet.parquet": (_workbook(), "the content is an Excel workbook", "Rename it to sheet.xlsx"),
    "text.xlsx": (CSV, "the content is a text file", "Rename it to text.csv"),
    "text.xls": (CSV, "the content is a text file", "Rename it to text.csv"),
    "text.parquet": (CSV, "The name ends in .parquet", "Rename it to text.csv"),
    "table.csv": (_parquet(), "the content is a Parquet file", "Rename it to table.parquet"),
    "cut.parquet": (_parquet()[:60], "The Parquet file is broken", "export it again"),
    "cut.xlsx": (_workbook()[:900], "broken or cut off", "Copy or export it again"),
    "pack.zip": (_zip("calls.csv", CSV), "zip archive and no Excel workbook", "Unpack it"),
    "calls.csv.gz": (gzip.compress(CSV), "compressed (gzip)", "Unpack it first"),
    "old.xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "locked by a password", "save it as .xlsx"),
    "page.xls": (b"<html><table></table>", "a web page or XML", "save it as .xlsx"),
    "print.csv": (b"%PDF-1.7", "is a PDF", "csv, xlsx or parquet"),
    "wide.csv": (CSV.decode().encode("utf-16"), "UTF-16", "CSV UTF-8"),
    "wide-be.csv": (b"\xfe\xff" + CSV.decode().encode("utf-16-be"), "UTF-16", "CSV UTF-8"),
    "wide-bare.csv": (CSV.decode().encode("utf-16-le"), "UTF-16 without a mark", "CSV UTF-8"),
    "endless.csv": (b"a," * 1_100_000, "longer than one million bytes", "exported call list"),
}


@pytest.mark.parametrize("name", CASES)
def test_an_unusable_file_is_named_with_its_remedy(name: str, tmp_path: Path) -> None:
    content, what, remedy = CASES[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read(path)
    (finding,) = caught.value.findings
    assert finding.place.file == name
    assert what in str(finding.what)
    assert remedy in str(finding.remedy)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no such file") as caught:
        read(tmp_path / "calls.csv")
    assert "Check the path" in str(caught.value)


def test_bytes_of_no_encoding_are_named_by_offset_and_line(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(CSV.replace(b"8002", b"80\xff2"))
    with pytest.raises(BadInput) as caught:
        read(path)
    offset = path.read_bytes().index(b"\xff")
    text = str(caught.value)
    assert f"UTF-8 (byte {offset}, line 5)" in text
    assert "GB18030 (byte" in text
    assert "repair the byte" in text
    assert caught.value.findings[0].place.line == 5


def test_a_broken_byte_in_utf8_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    good = CSV.decode().replace("hotline", "福建省交通热线服务中心").encode()
    path.write_bytes(good.replace(b"8002", "电".encode()[:2] + b"02"))
    with pytest.raises(BadInput) as caught:
        read(path)
    assert "UTF-8 (byte" in str(caught.value)
    assert "GB18030" not in str(caught.value)


def test_a_workbook_that_unpacks_absurdly_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (66 << 20))
    with pytest.raises(BadInput, match="would unpack to") as caught:
        read(path)
    assert "as csv" in str(caught.value)
    monkeypatch.setattr(xlsx_file, "MOST_RATIO", 1 << 40)
    monkeypatch.setattr(xlsx_file, "MOST_BYTES", 1 << 20)
    with pytest.raises(BadInput, match="would unpack to"):
        read(path)


def test_a_workbook_with_broken_parts(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(_zip("xl/workbook.xml", b"<workbook><sheets>"))
    with pytest.raises(BadInput, match="The workbook is broken") as caught:
        read(path)
    assert "save it again" in str(caught.value)


KINDS = {
    b"1543527289|NONE|NONE|NONE|QUEUESTART|\n": "queue_log",
    b"\n1543541506.123|c1|support|NONE|ENTERQUEUE||138|1\n": "queue_log",
    b"calldate,src,dst,disposition,uniqueid\n": "cdr",
    b"Disposition;x\n": "csv",
    b'"","1","s","in","""""","SIP/1","","Read","x","2026-01-01 00:00:00",'
    b'"2026-01-01 00:00:01","2026-01-01 00:00:02",2,1,"NO ANSWER","DOCUMENTATION","1.1"\n': "cdr",
    CSV: "csv",
    b"1|2|3\n": "csv",
}


@pytest.mark.parametrize("content", KINDS, ids=lambda content: content[:24].decode())
def test_the_kind_is_told_by_the_content(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "anything.txt"
    path.write_bytes(content)
    assert kind_of(path) == KINDS[content]
