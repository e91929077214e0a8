from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.apps.calls.imports import mappings
from jieting.apps.calls.imports.guess import fitting, guessed_columns
from jieting.apps.calls.imports.maker import LEAVE_OUT, Clicked, mapping_text
from jieting.apps.calls.imports.maker_page import maker_page
from jieting.apps.calls.imports.times_seen import chosen_form, forms_of, is_iso
from jieting.switches.mapping_file import parse_mapping

SHANGHAI = ZoneInfo("Asia/Shanghai")


@given(
    st.text(min_size=1),
    st.dictionaries(st.text(), st.sampled_from(["answered", LEAVE_OUT, "rejected"]), max_size=4),
)
def test_any_name_and_any_code_make_a_mapping_that_reads_back(name, codes):
    clicked = Clicked(
        name=name,
        columns={"call_id": name, "outcome": f"{name}2", "arrived_at": '"quoted" = x'},
        codes={"outcome": codes},
        formats=("%Y/%m/%d %H:%M",),
        instead={"answered_at": name},
        constants={"direction": "inbound", "queue": name},
    )
    mapping = parse_mapping(mapping_text(clicked), "mapping")
    assert mapping.name == name.strip() or mapping.name == name
    assert mapping.texts["call_id"][0].columns == (name,)
    assert mapping.times["arrived_at"][0].columns == ('"quoted" = x',)
    assert mapping.codes.get("outcome", {}) == {
        theirs: meant for theirs, meant in codes.items() if meant not in (LEAVE_OUT, theirs)
    }
    left = {value for rule in mapping.leave_out for c in rule.when for value in c.values}
    assert left == {theirs for theirs, meant in codes.items() if meant == LEAVE_OUT}


def test_instead_of_a_missing_time_another_stands_where_the_outcome_asks_for_one():
    text = mapping_text(
        Clicked(
            name="x",
            columns={"outcome": "结果", "arrived_at": "开始"},
            codes={"outcome": {"接通": "answered", "放弃": "abandoned", "自助": "served_by_ivr"}},
            instead={"queued_at": "开始", "answered_at": "开始"},
        )
    )
    mapping = parse_mapping(text)
    (queued,) = mapping.times["queued_at"][0].when
    (answered,) = mapping.times["answered_at"][0].when
    assert {"接通", "放弃"} <= queued.values
    assert "自助" not in queued.values
    assert "接通" in answered.values
    assert "放弃" not in answered.values


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["2026-10-01 09:05:07", "2026-10-01T09:05:07+08:00"], ""),
        (["2026/10/1 9:05"], "%Y/%m/%d %H:%M"),
        (["2026/10/1 9:05:01", "2026-10-01 09:05:07"], "%Y/%m/%d %H:%M:%S"),
        (["20261001090507"], "%Y%m%d%H%M%S"),
        (["13/10/2026 09:05:07"], "%d/%m/%Y %H:%M:%S"),
        (["05/10/2026 09:05:07"], ""),
        (["2026年10月01日 09:05:07"], "%Y年%m月%d日 %H:%M:%S"),
        (["soon"], ""),
        ([*(f"2026/7/{n} 9:30:00" for n in range(1, 6)), "25:61"], "%Y/%m/%d %H:%M:%S"),
        ([*(f"2026/7/{n} 9:30:00" for n in range(1, 6)), "2026/7/6 9:30"], "%Y/%m/%d %H:%M:%S"),
        (["2026/10/1 9:05:01", "2026/10/1 9:05"], ""),
        (["05/10/2026 09:05:07", "06/10/2026 09:05:07", "25:61:00"], ""),
        (["05/10/2026 09:05:07", "13/10/2026 09:05:07", "25:61:00"], "%d/%m/%Y %H:%M:%S"),
    ],
)
def test_the_form_is_taken_that_reads_more_times_than_any_other(texts, form):
    assert chosen_form(texts) == form


def test_day_and_month_are_not_guessed_but_both_offered():
    assert forms_of(["05/10/2026 09:05:07"]) == ["%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S"]
    assert not is_iso("20261001")


def test_the_form_that_reads_most_is_offered_first():
    seconds, minutes = "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M"
    assert forms_of(["2026/10/1 9:05", "2026/10/2 9:05", "2026/10/1 9:05:01", "?"]) == [
        minutes,
        seconds,
    ]


def test_columns_are_guessed_by_our_names_then_mappings_then_habit():
    shipped = parse_mapping(mappings.shipped()["chinese-export"])
    names = ["call_id", "流水号", "技能组", "结束时间", "挂断时间", "备注"]
    found = guessed_columns(names, [shipped])
    assert found == {"call_id": "call_id", "技能组": "queue", "结束时间": "ended_at"}


def test_the_mapping_that_reads_most_of_the_columns_fits():
    texts = mappings.shipped()
    shipped = parse_mapping(texts["chinese-export"])
    names = [column for column, _ in shipped.used()]
    assert fitting(names, texts) == "chinese-export"
    assert fitting([*names, "more"], {"broken": "[", **texts}) == "chinese-export"
    assert fitting(names[:3], texts) is None


def test_two_columns_for_one_of_ours_are_told(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b,c\n1,2,3\n")
    asked = {"column-0": "call_id", "column-1": "call_id", "column-2": "nonsense"}
    page = maker_page(path, "csv", SHANGHAI, [], asked, "x")
    assert page.twice == ["call_id"]
    assert page.chosen == ["call_id", "call_id", ""]
    assert set(page.missing) == {"direction", "arrived_at", "ended_at", "outcome"}


def test_a_day_in_its_own_column_is_put_before_every_time(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(
        "编号,日期,开始,结束,结果\n1,2026/10/1,23:59:50,00:00:10,自助服务\n", encoding="utf-8"
    )
    page = maker_page(path, "csv", SHANGHAI, [], {}, "x")
    assert page.form == "%Y/%m/%d %H:%M:%S"
    asked = {f"column-{i}": ours for i, ours in enumerate(page.chosen)}
    page = maker_page(path, "csv", SHANGHAI, [], asked | {"constant-direction": "inbound"}, "x")
    (call,) = page.trial.calls
    assert call.ended_at - call.arrived_at == 20_000_000


@pytest.fixture
def slashed(tmp_path):
    """A file whose columns nobody can guess, with one time that is none."""
    path = tmp_path / "x.csv"
    rows = [f"c{n},2026/7/{n} 9:30:00,2026/7/{n} 9:31:00" for n in range(1, 6)]
    path.write_text("\n".join(["a,b,c", *rows, "c6,25:61:00,2026/7/6 9:31:00", ""]))
    return path


FORM = "%Y/%m/%d %H:%M:%S"


@pytest.mark.parametrize(
    ("asked", "form"),
    [
        ({"form": ""}, FORM),
        ({"form": "", "form-guessed": ""}, FORM),
        ({"form": "%d/%m/%Y %H:%M:%S", "form-guessed": "%d/%m/%Y %H:%M:%S"}, FORM),
        ({"form": "", "form-guessed": FORM}, ""),
        ({"form": "%Y%m%d%H%M%S", "form-guessed": ""}, "%Y%m%d%H%M%S"),
        ({"form": "nonsense", "form-guessed": ""}, FORM),
    ],
)
def test_the_form_is_guessed_until_a_person_chooses_another(slashed, asked, form):
    columns = {"column-0": "call_id", "column-1": "arrived_at", "column-2": "ended_at"}
    page = maker_page(slashed, "csv", SHANGHAI, [], columns | asked, "x")
    assert (page.form, page.form_guessed) == (form, FORM)
    assert not page.form or page.form in page.forms
