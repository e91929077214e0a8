import json

import pytest
from click.testing import CliRunner

from jieting.apps.audit.models import Entry
from jieting.cli.main import cli
from tests.apps.api.tokens import PURCHASER, program
from tests.apps.assessment.months import MONTH, make_month, write_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(world):
    make_month(world.contract)
    return program(world, PURCHASER)


def test_a_month_is_what_jieting_assess_writes_byte_for_byte(world, asks, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    options = write_files(world.contract, tmp_path)
    for asked, lang in (("en", "en"), ("zh-CN", "zh")):
        asks.headers["Accept-Language"] = asked
        for what_if in (False, True):
            extra = ["--what-if"] if what_if else []
            done = CliRunner().invoke(
                cli, ["assess", *options, "--format", "json", "--lang", lang, *extra]
            )
            assert done.exit_code == 0, done.output
            answer = asks.get(f"/months/{MONTH}", what_if=str(what_if).lower())
            assert answer.content.decode() == done.stdout


def test_months_are_listed(asks):
    assert asks.get("/months").json()[0]["month"] == str(MONTH)
    assert asks.get("/months").json()[0]["calls"] > 100


def test_a_figure_is_that_of_the_statement_and_opens_into_its_calls(asks):
    statement = asks.get(f"/months/{MONTH}").json()
    assert asks.get(f"/months/{MONTH}/figures").json() == statement["figures"]
    for figure in statement["figures"]:
        url = f"/months/{MONTH}/figures/{figure['clause']}"
        found = asks.get(url).json()
        assert found.pop("definition")["sql"]
        assert found == figure
        if figure["name"] == "connection_rate":
            counted = asks.get(f"{url}/calls", numerator="true").json()
            assert counted["length"] == figure["numerator"]
            assert all(one["in_numerator"] for one in counted["calls"])
            base = asks.get(f"{url}/calls", denominator="true", limit=7).json()
            assert (base["length"], base["next"]) == (figure["denominator"], 7)
            left_out = asks.get(f"{url}/calls", part="not_counted").json()
            assert all(one["why_not"] and one["why_not_told"] for one in left_out["calls"])


def test_pages_of_counted_calls_miss_none(asks):
    url = f"/months/{MONTH}/figures/N-4.1/calls"
    whole = asks.get(url, limit=1000).json()
    found, offset = [], 0
    while offset is not None:
        page = asks.get(url, limit=97, offset=offset).json()
        found, offset = found + page["calls"], page["next"]
    assert len(found) == whole["length"]
    assert found[: len(whole["calls"])] == whole["calls"]
    assert asks.get(url, offset=10**9).json()["calls"] == []


def test_what_is_no_month_or_no_figure_is_not_there(asks):
    for month in ("2026-13", "26-10", "x", "1969-12", "2100-01"):
        assert asks.get(f"/months/{month}").status_code == 422
    before = asks.get("/months/1999-01")
    assert before.status_code == 404
    assert before.json()["findings"][0]["code"] == "contract_not_in_force"
    assert asks.get(f"/months/{MONTH}/figures/none").status_code == 404
    assert asks.get(f"/months/{MONTH}/figures/none/calls").status_code == 404
    assert asks.get(f"/months/{MONTH}/figures/N-4.1/calls", half_hour=48).status_code == 422


def test_a_month_without_calls_is_told_as_it_is(world):
    answer = program(world, PURCHASER).get("/months/2026-12")
    assert answer.status_code == 200
    assert answer.json()["counts"]["arrived"] == 0


def test_decimals_are_text(asks):
    text = asks.get(f"/months/{MONTH}").content.decode()
    assert not any(isinstance(value, float) for value in _values(json.loads(text)))


def _values(value):
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _values(part)
    else:
        yield value


def test_reading_leaves_no_line_but_that_of_the_count(asks):
    asks.get(f"/months/{MONTH}")
    before = Entry.objects.count()
    for path in ("/months", f"/months/{MONTH}", f"/months/{MONTH}/figures", "/calls"):
        assert asks.get(path).status_code == 200
    assert Entry.objects.count() == before
