"""The months' pages: who may see what, addresses of nothing, exports, readings."""

from __future__ import annotations

import io
import json

import pytest
from python_calamine import CalamineWorkbook

from jieting.apps.accounts.roles import Office, Role
from jieting.apps.assessment.actions import keep_records
from jieting.apps.assessment.queries import assessed_month
from jieting.apps.audit.models import Entry
from jieting.domain.calls.call import Call
from tests.apps.assessment.months import MONTH, keep_calls, simulated, write_files
from tests.apps.world import AT, BY, CONTRACTS
from tests.command import jieting

NINGDE, POST_LOAN = CONTRACTS
BASE = f"/c/{NINGDE}/months/{MONTH}/"


@pytest.fixture
def get(months, db):
    """Get an address as a role."""

    def ask(path, role=Role.CONTRACT_MANAGER, contract_id=NINGDE, lang="zh-hans"):
        client = months.client(role, contract_id)
        client.cookies["language"] = lang
        return client.get(path)

    return ask


@pytest.mark.parametrize(
    "month", ["2026-13", "十月", "2026-1", "1969-12", "2100-01", "%20", "2026-10-01", "２０２６-10"]
)
def test_an_address_that_is_no_month_is_not_found(month, get):
    for part in ("", "readings/", "lines/N-4.1/", "calls/?count=arrived", "export/json/"):
        assert get(f"/c/{NINGDE}/months/{month}/{part}").status_code == 404


def test_a_month_before_the_contract_says_why(get):
    response = get(f"/c/{NINGDE}/months/2019-01/")
    assert response.status_code == 404
    assert [f.code for f in response.context["findings"]] == ["contract_not_in_force"]


def test_a_month_without_calls_is_a_page(get):
    response = get(f"/c/{NINGDE}/months/2026-05/")
    assert response.status_code == 200
    assert not response.context["has_calls"]


def test_a_purchaser_of_another_contract_finds_nothing(get):
    for part in ("", "readings/", "figures/P-3.1/", "calls/?count=arrived", "export/xlsx/"):
        path = f"/c/{POST_LOAN}/months/{MONTH}/{part}"
        assert get(path, Role.DECIDER).status_code == 404
        assert get(path, Role.DECIDER, POST_LOAN).status_code == 200


def test_an_agent_sees_no_month(get):
    assert get(BASE, Role.AGENT).status_code == 403
    assert get(f"/c/{NINGDE}/records/", Role.AGENT).status_code == 403


@pytest.mark.parametrize("office", list(Office))
def test_administrators_see_no_business(office, get):
    for path in (BASE, f"/c/{NINGDE}/months/", f"/c/{NINGDE}/records/"):
        assert get(path, office).status_code == 404


def test_one_who_may_not_see_calls_gets_numbers_without_lists(get):
    response = get(BASE, Role.TRAINER)
    text = response.content.decode()
    assert response.status_code == 200
    assert f"{BASE}calls/" not in text
    assert "/calls/?part=" not in text
    assert get(f"{BASE}calls/?count=arrived", Role.TRAINER).status_code == 403


def test_the_list_of_months_shows_what_is_counted(get):
    assessed_month(NINGDE, MONTH)
    (row,) = get(f"/c/{NINGDE}/months/").context["rows"]
    assert row["counted"]
    assert row["score"] == assessed_month(NINGDE, MONTH).statement.month.score


@pytest.mark.parametrize("contract_id", CONTRACTS)
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_exported_json_is_that_of_the_command(contract_id, lang, get, tmp_path, monkeypatch):
    path = f"/c/{contract_id}/months/{MONTH}/export/json/"
    exported = get(path, contract_id=contract_id, lang=lang).content.decode()
    options = write_files(contract_id, tmp_path)
    monkeypatch.chdir(tmp_path)
    short = {"zh-hans": "zh", "en": "en"}[lang]
    done = jieting("assess", *options, "--format", "json", "--what-if", "--lang", short)
    assert exported == done.out


def test_the_exported_text_is_that_of_the_command(get, tmp_path, monkeypatch):
    exported = get(f"{BASE}export/text/").content.decode()
    options = write_files(NINGDE, tmp_path)
    monkeypatch.chdir(tmp_path)
    done = jieting("assess", *options, "--format", "text", "--what-if", "--lang", "zh")
    assert without_clock(exported) == without_clock(done.out)


def without_clock(text: str) -> list[str]:
    """Lines but for the minute at which they were made; blanks depend on its width."""
    return [" ".join(line.split()) for line in text.splitlines() if "制表时间" not in line]


def test_the_page_shows_the_numbers_of_the_export(get):
    found = json.loads(get(f"{BASE}export/json/").content)
    text = get(BASE).content.decode()
    for line in found["lines"]:
        assert f">{line['earned']}</a>" in text, line["clause"]
    for figure in found["figures"]:
        assert f"{figure['shown']} " in text
    assert found["score"] in text


def test_the_workbook_has_the_lists_and_is_noted(get):
    response = get(f"{BASE}export/xlsx/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert max(len(rows) for rows in sheets) > 500
    assert 'filename="ningde-12123-2026-10.xlsx"' in response["Content-Disposition"]
    entry = Entry.objects.latest("number")
    assert (entry.event, entry.detail["form"]) == ("assessment.month.exported", "xlsx")


def test_the_workbook_of_one_who_may_not_export_has_no_lists(get):
    before = Entry.objects.count()
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(get(f"{BASE}export/xlsx/", Role.TRAINER).content)
    )
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert max(len(rows) for rows in sheets) < 200
    assert not Entry.objects.filter(event="assessment.month.exported").exists()
    assert Entry.objects.count() == before


@pytest.mark.parametrize("form", ["pdf", "docx", "text"])
def test_other_formats_are_written(form, get):
    response = get(f"{BASE}export/{form}/")
    starts = {"pdf": b"%PDF", "docx": b"PK", "text": "宁德".encode()}
    assert response.content.startswith(starts[form])


def test_formulas_in_the_workbook_are_neutralised(world):
    call = simulated(POST_LOAN)[0][0]
    nasty = {"call_id": "=1+1", "agent": "@SUM(A1)"}
    kept = Call(**{**{n: getattr(call, n) for n in call.__slots__}, **nasty})
    keep_calls(POST_LOAN, [kept])
    client = world.client(Role.CONTRACT_MANAGER, POST_LOAN)
    content = client.get(f"/c/{POST_LOAN}/months/{MONTH}/export/xlsx/").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = [
        cell
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]
    assert "'=1+1" in cells
    assert "=1+1" not in cells


def test_an_open_page_fetches_only_what_changed(months, db):
    client = months.client(Role.CONTRACT_MANAGER)
    digest = client.get(BASE).context["found"].basis.digest
    htmx = {"HX-Request": "true"}
    assert client.get(BASE, {"basis": digest}, headers=htmx).status_code == 204
    assert client.get(BASE, {"basis": "0" * 64}, headers=htmx).status_code == 200
    assert client.get(BASE, {"basis": digest}).status_code == 200


def test_readings_are_those_of_the_statement(get):
    groups = get(f"{BASE}readings/").context["groups"]
    rows = [row for group in groups for row in group["rows"]]
    shown = assessed_month(NINGDE, MONTH).statement.what_if
    assert [(r["score"], r["coefficient"], r["chosen"]) for r in rows] == [
        (w.score, w.coefficient, w.chosen) for w in shown
    ]
    differing = [r for r in rows if r["difference"]]
    assert differing
    assert all(r["moved"] for r in differing)


def test_a_line_shows_every_rule_and_what_it_counted(get):
    rules = get(f"{BASE}lines/N-5.2.7/").context["rules"]
    assert len(rules) == 2
    counted = assessed_month(NINGDE, MONTH).assessment.counted
    assert [one["value"] for one in rules[0]["opens"]][:2] == [
        f"{counted.sample_base:,}",
        f"{counted.sampled:,}",
    ]


def test_lines_lost_and_gained_add_up(get):
    for line in assessed_month(NINGDE, MONTH).assessment.lines:
        rules = get(f"{BASE}lines/{line.clause}/").context["rules"]
        change = sum(float(r["gained"] or 0) - float(r["lost"] or 0) for r in rules)
        assert line.earned is None or float(line.earned) == max(0, float(line.full) + change)


def test_every_clause_has_its_page(get):
    for contract_id in CONTRACTS:
        for clause in assessed_month(contract_id, MONTH).terms.clauses:
            path = f"/c/{contract_id}/months/{MONTH}/lines/{clause.id}/"
            response = get(path, Role.PURCHASER_SUPERVISOR, contract_id)
            assert clause.title in response.content.decode()


def test_a_figure_shows_sql_of_both_databases(get):
    text = get(f"{BASE}figures/N-4.1/").content.decode()
    assert "SELECT" in text
    assert text.count("<pre") >= 2


def test_records_that_no_longer_fit_are_told_on_the_page(world):
    from jieting.apps.assessment.models import RecordsFile

    keep_records(by=BY, at=AT, contract_id=POST_LOAN, text="")
    text = "[[exclusion]]\nfrom = 2026-10-05T09:00:00\nto = 2026-10-05T11:00:00\nagreed = true\n"
    RecordsFile.objects.create(
        contract_id=POST_LOAN, number=9, text=text, digest="d", kept_at=AT, kept_by="x"
    )
    client = world.client(Role.CONTRACT_MANAGER, POST_LOAN)
    response = client.get(f"/c/{POST_LOAN}/months/{MONTH}/")
    assert response.status_code == 409
    assert response.context["about_records"]
