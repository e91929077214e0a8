from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.apps.moves.evidence import (
    LARGEST,
    LONGEST_NAME,
    MOST_BYTES,
    MOST_FILES,
    Attachment,
    against_sizes,
    checked,
    clean_name,
)
from jieting.domain.errors import BadInput

TYPES = b"<Types><Override ContentType='application/xml'/></Types>"
WORD = {"[Content_Types].xml": TYPES, "word/document.xml": b"<w:document/>"}
SHEET = {"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<workbook/>"}
RELATIONS = (
    b'<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'attachedTemplate" Target="http://198.51.100.7/t.dotm" TargetMode="External"/>'
)


def packed(parts: dict[str, bytes], **more: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **more}.items():
            archive.writestr(name, content)
    return file.getvalue()


def lying(parts: dict[str, bytes], name: str, told: int) -> bytes:
    """An archive that tells a smaller size of a part than it has."""
    raw = bytearray(packed(parts))
    true = len(parts[name]).to_bytes(4, "little")
    assert raw.count(true) >= 2
    return bytes(raw.replace(true, told.to_bytes(4, "little")))


def codes(*files: Attachment) -> set[str]:
    try:
        checked(files)
    except BadInput as error:
        return {finding.code for finding in error.findings}
    return set()


TAKEN = {
    "a.pdf": b"%PDF-1.7\n",
    "a.PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a.jpeg": b"\xff\xd8\xff\xe0",
    "a.wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "a.docx": packed(WORD),
    "a.xlsx": packed(SHEET),
    "a.txt": "话务中断".encode(),
    "b.txt": "话务中断".encode("gb18030"),
    "a.csv": b"a,b\n1,2\n",
}
REFUSED = {
    "tool.exe": (b"MZ", "evidence_kind"),
    "tool.pdf": (b"MZ\x90\0", "evidence_kind"),
    "page.png": (b"<html>", "evidence_kind"),
    "half.png": (b"\x89PNG\r\n\x1a\n", "evidence_kind"),
    "film.wav": (b"RIFF\x24\0\0\0AVI LIST", "evidence_kind"),
    "tool.txt": (b"MZ\0\x90", "evidence_kind"),
    "odd.txt": (b"\xff\xff\xff", "evidence_kind"),
    "none.pdf": (b"", "evidence_empty"),
    "no kind": (b"x", "evidence_kind"),
    "old.doc": (b"\xd0\xcf\x11\xe0", "evidence_kind"),
    "page.html": (b"<html>", "evidence_kind"),
    "image.svg": (b"<svg/>", "evidence_kind"),
    "macros.docm": (packed(WORD), "evidence_kind"),
    "a.docx": (packed(SHEET), "evidence_kind"),
    "b.docx": (packed({"word/document.xml": b"x"}), "evidence_kind"),
    "c.docx": (b"PK\x03\x04 nothing", "evidence_kind"),
    "d.docx": (packed(WORD)[:-30], "evidence_kind"),
    "macro.docx": (packed({**WORD, "word/vbaProject.bin": b"x"}), "evidence_macros"),
    "MACRO.xlsx": (packed({**SHEET, "xl/VBAPROJECT.BIN": b"x"}), "evidence_macros"),
    "sheet4.xlsx": (packed({**SHEET, "xl/macrosheets/sheet1.xml": b"x"}), "evidence_macros"),
    "ole.docx": (packed({**WORD, "word/embeddings/oleObject1.bin": b"x"}), "evidence_macros"),
    "tool.docx": (packed({**WORD, "word/media/run.exe": b"x"}), "evidence_macros"),
    "typed.docx": (
        packed({**WORD, "[Content_Types].xml": b"<x t='...document.macroEnabled.main+xml'/>"}),
        "evidence_macros",
    ),
    "fetch.docx": (
        packed({**WORD, "word/_rels/settings.xml.rels": RELATIONS}), "evidence_macros",
    ),
    "bomb.docx": (packed({**WORD, "word/media/a": bytes(60_000_000)}), "evidence_bomb"),
    "many.docx": (packed({**WORD, **{f"a{n}": b"" for n in range(2_100)}}), "evidence_bomb"),
    "liar.docx": (
        lying({**WORD, "word/media/a": bytes(60_000_001)}, "word/media/a", 7), "evidence_kind",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_of_a_kind_that_is_taken(name):
    assert codes(Attachment(name, TAKEN[name])) == set()


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_taken(name):
    content, code = REFUSED[name]
    assert codes(Attachment(name, content)) == {code}


def test_a_locked_word_file_is_not_taken():
    raw = bytearray(packed(WORD))
    entry = raw.index(b"PK\x01\x02")
    raw[entry + 8] |= 1
    assert codes(Attachment("a.docx", bytes(raw))) == {"evidence_locked"}


def test_everything_that_is_wrong_is_told_at_once():
    files = [Attachment("tool.exe", b"MZ"), Attachment("macro.docx", REFUSED["macro.docx"][0])]
    assert codes(*files) == {"evidence_kind", "evidence_macros"}


def test_sizes_are_judged_before_anything_is_read():
    def found(*sizes: int) -> set[str]:
        return {one.code for one in against_sizes([("a.pdf", size) for size in sizes])}

    assert found(LARGEST) == set()
    assert found(LARGEST + 1) == {"evidence_too_large"}
    assert found(*[1] * MOST_FILES) == set()
    assert found(*[1] * (MOST_FILES + 1)) == {"evidence_too_many"}
    assert found(*[LARGEST] * (MOST_BYTES // LARGEST)) == set()
    assert found(*[LARGEST] * (MOST_BYTES // LARGEST), 1) == {"evidence_too_much"}


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("log.pdf", "log.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\日志\\九月.pdf", "九月.pdf"),
        ("fdp\u202efdp.exe", "fdpfdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        (".pdf", "file.pdf"),
        ("a. pdf ", "a.pdf"),
        ("x" * 300 + ".docx", "x" * (LONGEST_NAME - 5) + ".docx"),
    ],
)
def test_a_name_is_made_clean_and_keeps_its_kind(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text())
def test_a_clean_name_has_no_control_and_no_folder_and_stays_clean(name):
    clean = clean_name(name)
    assert len(clean) <= LONGEST_NAME
    assert not set(clean) & set('\r\n\t\0/\\<>:"|?*\u202a\u202e\u2066\u200f')
    assert clean_name(clean) == clean
