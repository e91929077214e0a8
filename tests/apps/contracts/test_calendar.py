from __future__ import annotations

from datetime import date, time

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.contracts.amending import agree_amendment
from jieting.apps.contracts.calendar_input import pasted_days, spans_in, spans_text, with_pasted
from jieting.apps.contracts.calendar_month import calendar_month
from jieting.apps.contracts.models import Amendment
from jieting.apps.contracts.queries import newest_version, terms_of
from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar, SpecialDay
from jieting.domain.periods import Month
from tests.apps.world import AT, CONTRACTS

POST_LOAN = CONTRACTS[1]
NINE_TO_SIX = (Hours(WEEKDAYS, time(9), time(12)), Hours(WEEKDAYS, time(13), time(18)))
HOLIDAYS = """day,reason,hours
2026/10/1，国庆节，休
2026-10-10,调休上班,周一
2026-10-11,half,09:00-12:00
"""


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("closed", ()),
        ("休息", ()),
        ("9:00-12:00", ((time(9), time(12)),)),
        ("09:00–12:00, 13:00至24:00", ((time(9), time(12)), (time(13), time.max))),
        ("mon", ((time(9), time(12)), (time(13), time(18)))),
        ("星期一", ((time(9), time(12)), (time(13), time(18)))),
        ("12:00-09:00", None),
        ("in the morning", None),
        ("09:00-12:00 or so", None),
        ("25:00-26:00", None),
    ],
)
def test_hours_are_read_as_people_write_them(text, spans):
    assert spans_in(text, NINE_TO_SIX, date(2026, 10, 10)) == spans


def test_what_is_written_is_read_again():
    spans = ((time(9), time(12)), (time(13), time.max))
    assert spans_in(spans_text(spans), (), date(2026, 10, 1)) == spans


def test_a_pasted_list_gives_special_days_and_tells_the_lines_that_are_none():
    pasted, wrong = pasted_days(HOLIDAYS + "some day,nothing\n")
    assert [finding.place.line for finding in wrong] == [5]
    calendar, unclear = with_pasted(ServiceCalendar(NINE_TO_SIX), pasted)
    assert unclear == []
    assert [(s.day.day, s.reason, len(s.hours)) for s in calendar.special_days] == [
        (1, "国庆节", 0),
        (10, "调休上班", 2),
        (11, "half", 1),
    ]


def test_a_month_counts_its_open_hours_and_marks_what_changes():
    before = ServiceCalendar(NINE_TO_SIX)
    after = ServiceCalendar(NINE_TO_SIX, (SpecialDay(date(2026, 10, 1), (), "国庆节"),))
    grid = calendar_month(after, before, Month(2026, 10))
    assert (grid.hours, grid.hours_before) == ("240", "248")
    cells = [cell for week in grid.weeks for cell in week if cell]
    assert [cell.day for cell in cells if cell.changed] == [date(2026, 10, 1)]
    assert all(len(week) == 7 for week in grid.weeks)
    assert cells[0].reason == "国庆节"
    assert calendar_month(ServiceCalendar(), before, Month(2026, 2)).hours == "672"


def sent(form, **changes):
    """What a browser sends of the whole form: nothing of boxes without a tick."""
    parts = [form.amend, form.paste]
    for table in (form.hours, form.special):
        parts += [table.management_form, *table.forms]
    data = {}
    for part in parts:
        for field in part:
            ticked = field.widget_type not in {"checkbox", "checkboxselectmultiple"}
            if field.value() or ticked:
                data[field.html_name] = "" if field.value() is None else field.value()
    data.pop("file")
    return {**data, **changes}


@pytest.fixture
def calendar(world):
    def asked(role=Role.DECIDER, **data):
        client = world.client(role, POST_LOAN)
        client.cookies["language"] = "en"
        url = f"/c/{POST_LOAN}/contract/calendar/"
        return client.post(url, data) if data else client.get(url)

    return asked


@pytest.mark.django_db
def test_the_purchaser_proposes_hours_and_the_supplier_agrees(world, calendar):
    form = calendar().context["form"]
    data = sent(form, do="propose", reason="longer", **{"hours-1-end": "20:00"})
    found = calendar(**data)
    assert [str(d.what) for d in found.context["differences"]] == ["Service hours"]
    url = f"/c/{POST_LOAN}/contract/amendments/"
    text = {"text": found.context["text"], "reason": "longer"}
    assert world.client(Role.DECIDER, POST_LOAN).post(url, text).status_code == 302
    assert Amendment.objects.get().side == "purchaser"
    by = world.actor(Role.CONTRACT_MANAGER, POST_LOAN)
    agree_amendment(by=by, at=AT, contract_id=POST_LOAN, number=1)
    hours = terms_of(newest_version(POST_LOAN)).calendar.hours
    assert [(h.start.hour, h.end.hour) for h in hours] == [(9, 12), (13, 20)]


@pytest.mark.django_db
def test_a_pasted_list_fills_the_table_and_is_proposed_from_there(calendar):
    data = sent(calendar().context["form"], do="fill", paste=HOLIDAYS, effective_from="2026-10-01")
    filled = calendar(**data)
    assert (filled.context["grid"].month, filled.status_code) == (Month(2026, 10), 200)
    assert filled.context["grid"].hours == "235"
    data = sent(filled.context["form"], do="propose", reason="holidays")
    data |= {"effective_from": "2026-12-01"}
    found = calendar(**data)
    assert found.context["text"].count("[[special_day]]") == 3
    assert "# 服务时间" in found.context["text"]


@pytest.mark.django_db
def test_wrong_hours_are_told_at_their_field(calendar):
    data = sent(calendar().context["form"], do="propose", reason="x")
    found = calendar(**{**data, "hours-0-end": "08:00"})
    assert found.status_code == 422
    assert "The end must lie after the start." in found.content.decode()
    row = {"special-0-day": "2026-10-01", "special-0-reason": "x", "special-0-hours": "noon"}
    found = calendar(**{**data, **row})
    assert (found.status_code, "These are no hours." in found.content.decode()) == (422, True)


@pytest.mark.django_db
def test_who_may_not_amend_sees_the_month_and_changes_nothing(calendar):
    found = calendar(Role.AGENT)
    assert (found.status_code, '<form method="post" action="/c/' in found.content.decode()) == (
        200,
        False,
    )
    assert calendar(Role.AGENT, do="show").status_code == 403
