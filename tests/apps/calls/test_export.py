import csv
import io
from dataclasses import replace
from zipfile import ZipFile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.calls import export
from jieting.apps.calls.list_queries import page_of_calls
from jieting.apps.calls.models import Call
from jieting.domain.calls.call import COLUMNS
from tests.apps.calls.kept import NUMBERS, keep, some_calls
from tests.apps.calls.test_list import rows

QUERIES = [
    "all=1",
    "",
    "outcome=answered,rejected&all=1",
    "outcome=answered&sort=arrived_at",
    "queue=%3D1%2B1",
    "first=2026-09-01&last=2026-09-30&wait=3",
    "direction=outbound&sort=arrived_at",
    "agent=nobody",
]


@pytest.fixture
def manager(world):
    keep(world.contract, some_calls())
    keep(world.other_contract, some_calls()[:5])
    return world.client(Role.CONTRACT_MANAGER)


def exported(client, contract, query, form):
    answer = client.get(reverse("calls_export", args=[contract]) + f"?{query}&form={form}")
    assert answer.status_code == 200
    assert f'filename="{contract}-calls.{form}"' in answer["Content-Disposition"]
    return answer.content


def read_csv(content):
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert found[0] == list(COLUMNS)
    return found[1:]


def read_xlsx(content):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    found = sheet.to_python(skip_empty_area=False)
    assert found[0] == list(COLUMNS)
    return found[1:]


@pytest.mark.parametrize("query", QUERIES)
def test_both_files_hold_the_list_on_screen_in_its_order(manager, world, query, monkeypatch):
    monkeypatch.setitem(page_of_calls.__kwdefaults__, "size", 1_000)
    page = manager.get(reverse("calls", args=[world.contract]) + f"?{query}").content.decode()
    on_screen = [Call.objects.get(pk=pk) for pk in rows(page)]
    for form, read in (("csv", read_csv), ("xlsx", read_xlsx)):
        found = read(exported(manager, world.contract, query, form))
        assert [row[0] for row in found] == [call.call_id for call in on_screen]
        for row, call in zip(found, on_screen, strict=True):
            told = dict(zip(COLUMNS, row, strict=True))
            assert told["outcome"] == call.outcome
            assert str(told["talk_s"] or "0").removesuffix(".0") == str(call.talk_s or 0)
    line = Entry.objects.filter(event="calls.list.exported").latest("number")
    assert line.detail["calls"] == len(on_screen)


def test_callers_are_masked_and_formulas_made_harmless(manager, world):
    calls = [replace(some_calls()[2], call_id=f"f{n}", queue=sign + "1+1", agent=sign + "cmd|x")
             for n, sign in enumerate("=+-@\t\r")]  # fmt: skip
    keep(world.contract, calls)
    content = exported(manager, world.contract, "all=1", "csv")
    for number in filter(None, NUMBERS):
        assert number.encode() not in content
    for row in read_csv(content):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    book = exported(manager, world.contract, "all=1", "xlsx")
    sheet = ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"=1+1" in sheet
    assert not any(n.encode() in sheet for n in NUMBERS if n)


def test_too_long_a_list_is_refused_with_what_to_do(manager, world, monkeypatch):
    monkeypatch.setattr(export, "MOST", 89)
    manager.cookies["language"] = "en"
    address = reverse("calls_export", args=[world.contract])
    back = f"http://testserver{reverse('calls', args=[world.contract])}?all=1"
    answer = manager.get(f"{address}?all=1&form=csv", headers={"referer": back})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The list has more than 89 calls." in page
    assert "export month by month" in page
    assert f'href="{back}"' in page
    assert not Entry.objects.filter(event="calls.list.exported").exists()
    assert manager.get(f"{address}?outcome=answered&form=csv").status_code == 200


def test_a_page_elsewhere_is_not_the_way_back(manager, world, monkeypatch):
    monkeypatch.setattr(export, "MOST", 1)
    address = reverse("calls_export", args=[world.contract])
    for elsewhere in ("javascript:alert(1)", "http://elsewhere.example/x"):
        page = manager.get(f"{address}?all=1", headers={"referer": elsewhere}).content.decode()
        assert elsewhere not in page


def test_htmx_is_given_the_findings_alone(manager, world, monkeypatch):
    monkeypatch.setattr(export, "MOST", 1)
    address = reverse("calls_export", args=[world.contract])
    answer = manager.get(f"{address}?all=1", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith('<section class="findings">')


def test_a_form_that_is_not_written_does_not_exist(manager, world):
    address = reverse("calls_export", args=[world.contract])
    assert manager.get(f"{address}?form=exe").status_code == 404


def test_a_longer_list_than_a_chunk_is_whole(manager, world, monkeypatch):
    monkeypatch.setattr(export, "_CHUNK", 7)
    assert len(read_csv(exported(manager, world.contract, "all=1", "csv"))) == 90
