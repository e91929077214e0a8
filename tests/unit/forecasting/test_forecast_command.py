from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from jieting.domain.forecasting.file import read_forecast
from tests.command import Done, jieting
from tests.shared_data import shared
from tests.unit.forecasting.made import made

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs/reference/forecast.md"
POST_LOAN = ROOT / "contracts/post-loan.toml"
MAPPING = ROOT / "contracts/mappings/anonymous-bank.toml"
HEADER = "call_id,direction,arrived_at,queued_at,answered_at,ended_at,outcome,queue,talk_s"


def rows() -> list[str]:
    """Four weeks of a small line: every tenth call abandoned, some never queued."""
    found = []
    for count in made(28, 40, queue="post-loan"):
        start = datetime.combine(count.day, datetime.min.time())
        start += timedelta(minutes=30 * count.half_hour)
        for number in range(count.calls):
            at = start + timedelta(seconds=60 * number)
            name = f"{at:%m%d%H%M%S}-{number}"
            queued, end = at + timedelta(seconds=10), at + timedelta(seconds=140)
            times = f"{at.isoformat()},{queued.isoformat()}"
            if len(found) % 10:
                answered = (at + timedelta(seconds=20)).isoformat()
                tail = f"{answered},{end.isoformat()},answered,post-loan,120"
            else:
                tail = f",{end.isoformat()},abandoned,post-loan,"
            found.append(f"{name},inbound,{times},{tail}")
    found.append("ivr,inbound,2026-03-20T10:00:00,,,2026-03-20T10:00:30,served_by_ivr,,")
    return found


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forecast") / "calls.csv"
    path.write_text("\n".join([HEADER, *rows()]) + "\n", encoding="utf-8")
    return path


def forecast(calls: Path, *more: object, first: str = "2026-03-30", days: int = 7) -> Done:
    return jieting("forecast", "--calls", calls, "--from", first, "--days", days, *more)


def test_text_shows_the_days_the_basis_and_the_back_test(calls: Path) -> None:
    done = forecast(calls)
    assert done.code == 0, done.err
    assert "Forecast of the queue post-loan: 7 days from 2026-03-30" in done.out
    assert len(re.findall(r"^2026-0[34]-\d\d \w{3} ", done.out, re.MULTILINE)) == 7
    assert re.search(r"^this forecast +\d+\.\d +\d+\.\d +\d+\.\d; ", done.out, re.MULTILINE)
    assert re.search(r"^same half hour last week +\d", done.out, re.MULTILINE)
    assert "Simulated" not in done.out


def test_chinese_is_the_language_unless_asked_otherwise(calls: Path) -> None:
    done = forecast(calls, "--lang", "zh")
    assert done.code == 0
    assert "2026-03-30" in done.out


def test_json_has_the_names_that_scripts_rely_on(calls: Path) -> None:
    found = json.loads(forecast(calls, "--format", "json").out)
    assert list(found) == [
        "from",
        "days",
        "zone",
        "level",
        "now",
        "simulated",
        "queues",
        "special_days",
        "calendar",
        "half_hours",
        "findings",
    ]
    (queue,) = found["queues"]
    assert queue["queue"] == "post-loan"
    total = sum(half["calls"] for half in found["half_hours"])
    assert total == pytest.approx(sum(one["calls"] for one in queue["days"]), abs=0.3)
    assert total == pytest.approx(7 * 40, rel=0.15)
    assert queue["back_test"]["origins"] >= 1
    assert found["half_hours"][0]["start"] == "2026-03-30T00:00:00+08:00"
    assert found["half_hours"][0]["aht_s"] == 120


def test_csv_is_a_forecast_file(calls: Path, tmp_path: Path) -> None:
    out = tmp_path / "forecast.csv"
    done = forecast(calls, "--format", "csv", "--out", out)
    assert done.code == 0, done.err
    read, findings = read_forecast(out.read_text(encoding="utf-8"), "forecast.csv")
    assert not findings
    assert len(read.slots) == 7 * 48


def test_the_contract_gives_hours_and_queue(calls: Path) -> None:
    done = forecast(calls, "--contract", POST_LOAN, "--format", "json", days=1)
    half_hours = json.loads(done.out)["half_hours"]
    open_ones = [half["start"][11:16] for half in half_hours if half["calls"] > 0]
    assert open_ones[0] == "09:00"
    assert open_ones[-1] == "17:30"
    assert "12:00" not in open_ones


def test_special_days_are_shown_with_reason_and_author(calls: Path, tmp_path: Path) -> None:
    special = tmp_path / "special.toml"
    special.write_text(
        '[[day]]\ndate = 2026-03-31\ncalls = 77\nreason = "短信"\nauthor = "李班长"\n'
        '[[calendar]]\ndate = 2026-04-01\nkind = "public_holiday"\nreason = "x"\nauthor = "y"\n',
        encoding="utf-8",
    )
    text = forecast(calls, "--special", special).out
    assert "2026-03-31, all queues: 77 calls. 短信 (李班长)" in text
    assert "2026-04-01: public holiday. x (y)" in text
    found = json.loads(forecast(calls, "--special", special, "--format", "json").out)
    assert found["queues"][0]["days"][1]["calls"] == pytest.approx(77)
    assert found["special_days"][0]["author"] == "李班长"
    assert found["queues"][0]["days"][2]["kind"] == "public_holiday"


def test_today_is_forecast_anew(calls: Path) -> None:
    more = ("--now", "2026-03-29T11:05", "--format", "json")
    done = forecast(calls, *more, first="2026-03-29", days=2)
    found = json.loads(done.out)
    assert found["queues"][0]["today"]["calls"] > 0
    assert found["half_hours"][0]["start"] == "2026-03-29T11:00:00+08:00"


@pytest.mark.parametrize(
    ("more", "first", "code"),
    [
        ((), "soon", "--from"),
        (("--now", "later"), "2026-03-30", "--now"),
        (("--zone", "Mars/Olympus"), "2026-03-30", "--zone"),
        (("--queue", "nobody"), "2026-03-30", "nobody"),
        (("--days", "0"), "2026-03-30", "days"),
        (("--counts", "x.csv"), "2026-03-30", "--counts"),
        ((), "2026-01-01", "2026-01-01"),
    ],
)
def test_bad_input_ends_with_2_and_says_what(
    calls: Path, more: tuple[str, ...], first: str, code: str
) -> None:
    done = forecast(calls, *more, first=first)
    assert done.code == 2
    assert code in done.err
    assert not done.out


def test_no_talk_times_are_told(calls: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.csv"
    text = calls.read_text(encoding="utf-8").replace(",talk_s", "").splitlines()
    bare.write_text(
        "\n".join([text[0], *(line.rsplit(",", 1)[0] for line in text[1:])]), encoding="utf-8"
    )
    done = forecast(bare, "--format", "json", days=1)
    assert "tell no talk time" in done.err
    assert json.loads(done.out)["half_hours"][20]["aht_s"] == 120


def test_a_real_call_list_through_its_mapping(tmp_path: Path) -> None:
    whole = shared("anonymous_bank_1999") / "february_1999_mtpa.txt"
    lines = whole.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "ne.txt"
    path.write_text("\n".join([lines[0], *(x for x in lines if "\tNE\t" in x)]), encoding="utf-8")
    more = ("--mapping", MAPPING, "--zone", "Asia/Jerusalem", "--format", "json")
    found = json.loads(forecast(path, *more, first="1999-03-01").out)
    (queue,) = found["queues"]
    assert queue["queue"] == "NE"
    assert queue["basis"]["known_days"] == 28
    assert queue["back_test"]["wape"] < queue["back_test"]["naive_wape"]


def test_the_examples_of_the_page_run(calls: Path, tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(sh|toml|csv)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    kinds = [kind for kind, _ in blocks]
    assert kinds == ["sh", "toml", "csv", "csv"]
    (tmp_path / "special.toml").write_text(blocks[1][1], encoding="utf-8")
    words = blocks[0][1].replace("\\\n", " ").split()
    assert words[:2] == [".venv/bin/jieting", "forecast"]
    named = {"calls.csv": calls, "special.toml": tmp_path / "special.toml"}
    named |= {"contracts/post-loan.toml": POST_LOAN, "forecast.csv": tmp_path / "forecast.csv"}
    done = jieting(*(named.get(word, word) for word in words[1:]))
    assert done.code == 0, done.err
    written = (tmp_path / "forecast.csv").read_text(encoding="utf-8")
    assert written.splitlines()[0] == blocks[2][1].splitlines()[0]
    assert not read_forecast(blocks[2][1], "page")[1]
    counts = tmp_path / "counts.csv"
    counts.write_text(blocks[3][1], encoding="utf-8")
    done = jieting("forecast", "--counts", counts, "--from", "2026-10-10", "--days", 1)
    assert done.code == 0, done.err
