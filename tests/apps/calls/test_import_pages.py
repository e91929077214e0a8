from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser
from urllib.parse import urlparse

import pytest
from django.urls import reverse

from jieting.apps.accounts.roles import Role
from jieting.apps.calls.models import Call, Import, SavedMapping
from jieting.domain.errors import BadInput
from jieting.installation.home import home
from tests.apps.calls.import_files import (
    FOREIGN,
    answered,
    csv_of,
    run,
    send,
    text,
    upload,
    url,
)
from tests.apps.jobs import run_jobs


@pytest.fixture
def browser(world):
    return world.client(Role.SUPERVISOR)


@pytest.fixture
def english(browser):
    browser.cookies["language"] = "en"
    return browser


def folders() -> set[str]:
    return {path.name for path in home().uploads.iterdir()}


def the_import() -> Import:
    return Import.objects.get()


def test_from_the_upload_to_the_kept_calls(browser, world):
    answer = send(browser, world, csv_of(answered(1), answered(2), "bad,inbound,,,,,,,,,,,,"))
    row = the_import()
    assert answer.url == url(world, "import", row.pk)
    assert row.state == "checking"
    page = text(browser.get(answer.url))
    assert 'hx-trigger="live, every 2s"' in page
    assert run_jobs() == ["calls.import.check"]
    part = text(browser.get(url(world, "import_status", row.pk)))
    assert "hx-trigger" not in part
    assert 'action="' + url(world, "import_keep", row.pk) in part
    assert Call.objects.count() == 0
    browser.post(url(world, "import_keep", row.pk))
    run_jobs()
    row.refresh_from_db()
    assert (row.state, row.kept, row.bad) == ("committed", 2, 1)
    assert f"import_id={row.pk}" in text(browser.get(answer.url))
    history = text(browser.get(url(world, "imports")))
    assert row.calls_digest in history
    assert "calls.csv" in history


def test_everything_found_is_a_csv_for_excel_without_formulas(browser, world):
    evil = "=cmd|1,inbound,hotline,13900001111,2026-10-05 09:00:00,,,2026-10-05 09:01:00,=1+1,,,,,"
    send(browser, world, csv_of(answered(1), evil), name="=evil.csv")
    run_jobs()
    answer = browser.get(url(world, "import_findings", the_import().pk))
    assert answer.content.startswith(b"\xef\xbb\xbffile,row,column,")
    assert ",'=cmd|1,inbound" not in text(answer)
    assert "\r\n'=evil.csv,3,outcome,error,unknown_outcome," in text(answer)
    assert "\"'=cmd|1,inbound,hotline,139****1111," in text(answer)


def test_the_same_file_is_told_at_once(browser, world):
    content = csv_of(answered(1))
    first = run(world, content)
    send(browser, world, content)
    row = Import.objects.latest("pk")
    page = text(browser.get(url(world, "import", row.pk)))
    assert url(world, "import", first.pk) + '"' in page


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.csv",
        "..\\..\\windows\\x.csv",
        "/abs/x.csv",
        "a\u202evsc.exe",
        "\x00.csv",
    ],
)
def test_a_path_in_the_name_is_only_a_name(world, name):
    row = upload(world, csv_of(answered(1)), name)
    assert "/" not in row.file_name
    assert "\\" not in row.file_name
    assert "\u202e" not in row.file_name
    (stored,) = (home().uploads / row.folder).iterdir()
    assert stored.name in ("upload.csv", "upload")


def test_a_long_name_keeps_its_ending(world):
    row = upload(world, csv_of(answered(1)), "呼" * 500 + ".csv")
    assert row.file_name.endswith("呼.csv")
    assert len(row.file_name) == 120


def refused(world, content: bytes, name: str = "calls.csv") -> str:
    before = folders()
    with pytest.raises(BadInput) as error:
        upload(world, content, name)
    assert folders() == before
    assert not Import.objects.exists()
    return error.value.findings[0].code


def test_wrong_kinds_are_refused_and_leave_nothing(world):
    assert refused(world, b"") == "empty_file"
    assert refused(world, b"%PDF-1.7 ...") == "not_calls"
    assert refused(world, b"\x1f\x8b....", "calls.csv") == "not_calls"
    assert refused(world, csv_of(answered(1)), "calls.xlsx") == "misnamed"
    assert refused(world, b"PAR1 not really PAR1", "x.parquet") == "broken_parquet"
    assert refused(world, b"<html>", "x.csv") == "not_calls"


def test_a_refusal_speaks_of_the_file_by_its_own_name(world):
    with pytest.raises(BadInput) as error:
        upload(world, csv_of(answered(1)), "October.xlsx")
    finding = error.value.findings[0]
    assert finding.place.file == "October.xlsx"
    assert "October.csv" in str(finding.remedy)


def bomb(honest: bool) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    content = raw.getvalue()
    if honest:
        return content
    told = (60_000_000).to_bytes(4, "little")
    assert content.count(told) == 2
    return content.replace(told, (1_000).to_bytes(4, "little"))


@pytest.mark.parametrize("honest", [True, False])
def test_a_zip_bomb_is_refused_before_it_is_opened(world, honest):
    assert refused(world, bomb(honest), "x.xlsx") == "zip_bomb"


def test_a_parquet_file_of_absurdly_many_rows_is_refused(world):
    import pyarrow as pa
    from pyarrow import parquet

    raw = io.BytesIO()
    column = pa.DictionaryArray.from_arrays(
        pa.array([0] * 6_000_000, pa.int32()), pa.array(["inbound"])
    )
    parquet.write_table(pa.table({"direction": column}), raw)
    assert len(raw.getvalue()) < 100_000
    assert refused(world, raw.getvalue(), "x.parquet") == "too_many_rows"


def test_a_file_beyond_the_limit_is_stopped_while_it_comes(browser, world, monkeypatch):
    monkeypatch.setenv("JIETING_UPLOAD_MB", "1")
    before = folders()
    answer = send(browser, world, b"x" * 1_000_001)
    assert answer.status_code == 413
    assert "1 MB" in text(answer)
    assert folders() == before
    assert not Import.objects.exists()


def test_a_form_without_its_token_brings_nothing(world):
    browser = world.client(Role.SUPERVISOR)
    browser.handler.enforce_csrf_checks = True
    before = folders()
    assert send(browser, world, csv_of(answered(1))).status_code == 403
    assert folders() == before


def test_gb18030_is_read(browser, world):
    content = csv_of(answered(1).replace("hotline", "热线")).decode().encode("gb18030")
    send(browser, world, content)
    run_jobs()
    row = the_import()
    assert (row.state, row.encoding, row.kept) == ("checked", "gb18030", 1)


def test_a_file_of_a_shipped_mapping_needs_no_question(browser, world):
    day = "2026-10-01 09:0"
    line = {
        "流水号": "1", "呼叫类型": "呼入", "技能组": "热线", "主叫号码": "13859112345",
        "通话结果": "人工接听", "坐席工号": "8001", "满意度评价": "满意", "录音": "有",
        "进线时间": f"{day}0:00", "排队开始时间": f"{day}0:05", "应答时间": f"{day}0:10",
        "挂断时间": f"{day}1:00", "通话时长": "0:00:50", "保持时长": "0:00:00",
        "话后处理时长": "0:00:10",
    }  # fmt: skip
    send(browser, world, f"{','.join(line)}\n{','.join(line.values())}\n".encode())
    run_jobs()
    row = the_import()
    assert (row.state, row.mapping_name, row.kept) == ("checked", "chinese-export", 1)


def fields(page: str) -> dict[str, str]:
    """The form of the mapping page as a browser would send it."""

    class Form(HTMLParser):
        select = ""

        def __init__(self):
            super().__init__()
            self.found = {}

        def handle_starttag(self, tag, attrs):
            told = dict(attrs)
            if tag == "input" and told.get("name") and told["name"] != "csrfmiddlewaretoken":
                self.found[told["name"]] = told.get("value", "")
            if tag == "select":
                self.select = told["name"]
            if (
                tag == "option"
                and self.select
                and ("selected" in told or self.select not in self.found)
            ):
                self.found[self.select] = told["value"]

        def handle_endtag(self, tag):
            if tag == "select":
                self.select = ""

    parser = Form()
    parser.feed(page)
    return parser.found


def test_a_mapping_is_made_by_clicking_columns(browser, world):
    answer = send(browser, world, FOREIGN.encode("gb18030"))
    row = the_import()
    assert answer.url == url(world, "import_mapping", row.pk)
    page = browser.get(answer.url, headers={"HX-Request": "true"})
    asked = fields(text(page))
    assert asked["column-0"] == "call_id"
    assert asked["form"] == "%Y/%m/%d %H:%M"
    assert asked["column-7"] == ""
    assert asked["theirs-outcome-2"] == "测试"
    assert asked["code-outcome-2"] == "?"
    asked |= {
        "column-7": "talk_s",
        "code-outcome-2": "leave_out",
        "instead-queued_at": "开始",
        "instead-answered_at": "开始",
    }
    page = text(browser.post(answer.url, asked, headers={"HX-Request": "true"}))
    assert "[[leave_out]]" in page
    assert "8001" in page
    assert "13859110001" not in page
    assert "Still missing" not in page
    saved = browser.post(answer.url, asked | {"name": "my platform", "do": "save"})
    assert saved.status_code == 200
    mapping = SavedMapping.objects.get(name="my platform")
    file = browser.post(answer.url, asked | {"name": "my platform", "do": "download"})
    assert file.content.decode() == mapping.text
    used = browser.post(answer.url, asked | {"do": "use"})
    assert used.url == url(world, "import", row.pk)
    run_jobs()
    row.refresh_from_db()
    assert (row.state, row.kept, row.left_out, row.bad) == ("checked", 3, 1, 0)
    again = send(browser, world, FOREIGN.replace("8001", "8002").encode())
    assert urlparse(again.url).path.endswith(f"/imports/{Import.objects.latest('pk').pk}/")
    assert Import.objects.latest("pk").mapping_name == "my platform"


def test_a_mapping_written_by_hand_is_checked_and_used(browser, world):
    send(browser, world, FOREIGN.encode(), mapping="click")
    row = the_import()
    where = url(world, "import_mapping", row.pk)
    bad = browser.post(where, {"do": "text", "text": "[mapping]\nnam = 3\n"})
    assert bad.status_code == 422
    good = '[mapping]\nname = "hand"\n[constant]\ndirection = "inbound"\noutcome = "rejected"\n'
    good += '[column]\ncall_id = "编号"\n[time]\nformats = ["%Y/%m/%d %H:%M"]\n'
    good += '[time.arrived_at]\nfrom = "开始"\n[time.ended_at]\nfrom = "挂断时间"\n'
    browser.post(where, {"do": "text", "text": good})
    run_jobs()
    row.refresh_from_db()
    assert (row.state, row.mapping_name, row.kept) == ("checked", "hand", 4)


def test_a_file_that_cannot_be_read_says_why_and_can_be_mapped_anew(browser, world):
    send(browser, world, FOREIGN.encode(), mapping="ours")
    run_jobs()
    row = the_import()
    assert row.state == "failed"
    page = text(browser.get(url(world, "import", row.pk)))
    assert "call_id" in page
    assert url(world, "import_mapping", row.pk) in page


def test_an_import_of_another_contract_does_not_exist(world):
    row = upload(world, csv_of(answered(1)))
    stranger = world.client(Role.SUPERVISOR, world.other_contract)
    for name in ("import", "import_status", "import_findings", "import_mapping"):
        assert stranger.get(reverse(name, args=[world.other_contract, row.pk])).status_code == 404
        assert stranger.get(reverse(name, args=[world.contract, row.pk])).status_code == 404
    for name in ("import_keep", "import_discard", "import_undo", "import_resume"):
        assert stranger.post(reverse(name, args=[world.other_contract, row.pk])).status_code == 404


def test_a_purchaser_imports_nothing(world):
    purchaser = world.client(Role.PURCHASER_SUPERVISOR)
    assert purchaser.get(url(world, "import_new")).status_code == 403
    assert send(purchaser, world, csv_of(answered(1))).status_code == 403
    assert not Import.objects.exists()
