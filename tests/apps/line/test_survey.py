from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.queries import assessed_month
from jieting.apps.calls.models import Call as Kept
from jieting.apps.line.models import LineCall
from jieting.apps.line.survey.queries import SHOWS, shown_calls, survey_month
from jieting.domain.calls.call import Call, Direction, Outcome, Rating
from jieting.domain.periods import Month
from tests.apps.calls.kept import ZONE, at, keep
from tests.apps.line.lines import NINGDE, SYSTEM, browser, make_plan, shown

pytestmark = pytest.mark.django_db
MONTH = Month(2026, 10)
INVITED, RATED, NONSENSE, SILENT, AGENT, CALLER, FILE = range(7)
# What the line tells of an answered call: rating, key, whether invited, who ended it.
KINDS = {
    INVITED: (Rating.VERY_SATISFIED, "1", True, "caller"),
    RATED: (Rating.DISSATISFIED, "4", True, "switch"),
    NONSENSE: (None, "9", True, "caller"),
    SILENT: (None, "", True, "switch"),
    AGENT: (None, "", False, "agent"),
    CALLER: (None, "", False, "caller"),
    FILE: (Rating.SATISFIED, None, False, ""),
}


def keep_answered(
    *kinds: int, agent: str = "Anna", day: str = "2026-10-05", first: int = 0
) -> None:
    """Answered calls of these kinds, as the books and the line keep them."""
    calls = []
    for number, kind in enumerate(kinds, first):
        begun = at(f"{day} 09:00:00") + number * 1_000_000
        calls.append(
            Call(
                call_id=f"{day}-{agent}-{number}",
                direction=Direction.INBOUND,
                arrived_at=begun,
                queued_at=begun,
                answered_at=begun + 5_000_000,
                ended_at=begun + 60_000_000,
                outcome=Outcome.ANSWERED,
                agent=agent,
                queue="hotline",
                talk_s=55,
                rating=KINDS[kind][0],
                source="t",
            )
        )
    keep(NINGDE, calls)
    for call, kind in zip(calls, kinds, strict=True):
        _, key, is_invited, by = KINDS[kind]
        if key is None:
            continue
        LineCall.objects.create(
            contract_id=NINGDE, system=SYSTEM, call=call.call_id, source="t", direction="inbound",
            arrived_at=call.arrived_at, stage="ended", stage_at=call.ended_at, over=True,
            kept=Kept.objects.get(call_id=call.call_id).pk, agent=agent, outcome="answered",
            survey_key=key, counted=call.rating is not None, ended_by=by,
            invited_at=call.ended_at if is_invited else None,
        )  # fmt: skip


@pytest.fixture
def kept(world):
    make_plan()
    keep_answered(INVITED, INVITED, RATED, NONSENSE, SILENT, AGENT, AGENT, CALLER, FILE)
    keep_answered(INVITED, SILENT, agent="Sun", day="2026-10-06", first=20)
    keep_answered(INVITED, day="2026-11-01", first=40)


def test_each_call_stands_in_its_column(kept):
    total = survey_month(NINGDE, MONTH, ZONE).total.numbers
    assert {name: total[name] for name in list(SHOWS)[:9]} == {
        "answered": 10, "invited": 7, "pressed": 5, "counted": 4, "meaningless": 1, "unrated": 2,
        "not_asked": 3, "not_asked_caller": 1, "not_asked_other": 2,
    }  # fmt: skip
    assert (total["very_satisfied"], total["dissatisfied"], total["satisfied"]) == (3, 1, 0)


def test_the_columns_add_up_for_every_day_and_agent(kept):
    month = survey_month(NINGDE, MONTH, ZONE)
    assert [one.name for one in month.days] == ["2026-10-05", "2026-10-06"]
    assert [one.name for one in month.agents] == ["Anna", "Sun"]
    for one in (month.total, *month.days, *month.agents):
        n = one.numbers
        assert n["answered"] == n["invited"] + n["not_asked"]
        assert n["invited"] == n["counted"] + n["meaningless"] + n["unrated"]
        assert n["pressed"] == n["counted"] + n["meaningless"]
        assert n["not_asked"] == n["not_asked_caller"] + n["not_asked_other"]
        assert n["counted"] == sum(n[level.value] for level in Rating)
    for parts in (month.days, month.agents):
        for name in SHOWS:
            assert sum(one.numbers[name] for one in parts) == month.total.numbers[name]


def test_every_number_opens_exactly_its_calls(kept):
    month = survey_month(NINGDE, MONTH, ZONE)
    for show in SHOWS:
        calls = shown_calls(NINGDE, MONTH, ZONE, show)
        assert calls.count() == month.total.numbers[show], show
        for one in month.days:
            day = date.fromisoformat(one.name)
            calls = shown_calls(NINGDE, MONTH, ZONE, show, day=day)
            assert calls.count() == one.numbers[show]
        for one in month.agents:
            calls = shown_calls(NINGDE, MONTH, ZONE, show, agent=one.name)
            assert calls.count() == one.numbers[show]


def test_a_day_is_a_day_of_the_contract(world):
    make_plan()
    begun = at("2026-10-06 00:00:00")
    keep_answered(INVITED, day="2026-10-05")
    Kept.objects.update(arrived_at=begun - 1)
    assert [one.name for one in survey_month(NINGDE, MONTH, ZONE).days] == ["2026-10-05"]
    Kept.objects.update(arrived_at=begun)
    assert [one.name for one in survey_month(NINGDE, MONTH, ZONE).days] == ["2026-10-06"]


def test_ratings_agree_with_those_of_the_books(kept):
    month = survey_month(NINGDE, MONTH, ZONE)
    in_books = Kept.objects.exclude(rating="").filter(arrived_at__lt=at("2026-11-01 00:00:00"))
    assert month.rated_in_files == 1
    assert month.rated_in_all == in_books.count() == 5


def test_the_page_has_every_number_with_its_definition(kept, world):
    page = shown(browser(world, Role.DECIDER), "line_survey", month="2026-10")
    assert "Inbound calls over the line that an agent answered" in page
    assert "very satisfied 3 75.00 %" in page
    assert "Ended by the agent or the switch without the survey" in page
    assert "Ratings of all inbound calls that arrived in the month 5" in page
    assert "Anna 8 5 4 3 1 1 3 60.00 %" in page


def test_two_clicks_lead_to_the_calls_and_a_third_to_one(kept, world):
    client = browser(world, Role.QUALITY_INSPECTOR)
    answer = client.get(reverse("line_survey", args=[NINGDE]), {"month": "2026-10"})
    [href] = {
        one["href"] for one in answer.context["without"] if "not_asked_other" in one["href"]
    }  # fmt: skip
    answer = client.get(href)
    assert answer.context["total"] == 2
    first = Kept.objects.get(call_id="2026-10-05-Anna-6")
    assert reverse("call", args=[NINGDE, first.pk]) in answer.content.decode()
    assert "the agent hung up" in shown(
        client, "line_survey_calls", month="2026-10", show="not_asked", day="2026-10-05"
    )


def test_the_figure_of_the_month_counts_as_many_ratings(kept):
    found = assessed_month(NINGDE, MONTH).assessed.month.assessment.counted
    figure = found.figures["N-4.2"]
    assert figure.definition.name == "satisfaction"
    assert figure.denominator == survey_month(NINGDE, MONTH, ZONE).rated_in_all


@pytest.mark.parametrize(
    "query",
    [{"month": "x"}, {"month": "2026-10", "show": "x"}, {"month": "2026-10", "day": "x"}],
)
def test_an_address_that_means_nothing_is_not_found(world, query):
    client = browser(world, Role.DECIDER)
    assert client.get(reverse("line_survey_calls", args=[NINGDE]), query).status_code == 404


def test_without_calls_survey_or_line_the_page_says_so(world):
    client = browser(world, Role.SUPERVISOR)
    assert "No call is kept yet." in shown(client, "line_survey")
    make_plan(survey=None)
    keep_answered(FILE)
    page = shown(client, "line_survey", month="2026-10")
    assert "No call of this month came over the line." in page
    assert "no caller is asked" in page
