"""Calls that somebody steers from a page, and calls back: by the product's own commands."""

from __future__ import annotations

from jieting.domain.calls.call import Outcome
from tests.switch.line import lines, story
from tests.switch.line.known import Lived
from tests.switch.line.test_calls import LATE_S, data, kinds, row_of


def test_the_switch_did_all_that_was_asked(hotline: Lived) -> None:
    asked = [one.kind for one in story.asked()]
    last = ["originate_call_back", "emergency_set"]
    assert list(hotline.commands) == [(kind, "done") for kind in (*asked, *last)]


def test_the_page_hands_a_caller_on(hotline: Lived) -> None:
    visit = hotline.visits["is handed on by the page"]
    row = row_of(visit, Outcome.ANSWERED, "steered")
    (transferred,) = data(visit, "transferred")
    assert (transferred["agent"], transferred["way"]) == (row["agent"], "blind")
    assert transferred["to"] == lines.name_of("8023")
    assert [answered["agent"] for answered in data(visit, "answered")] == [
        row["agent"],
        lines.name_of("8023"),
    ]


def test_the_page_hands_a_caller_on_after_asking(hotline: Lived) -> None:
    visit = hotline.visits["is handed on by the page after asking"]
    row_of(visit, Outcome.ANSWERED, "asked")
    first, second = lines.name_of("8054"), lines.name_of("8033")
    (transferred,) = data(visit, "transferred")
    told = (transferred["agent"], transferred["to"], transferred["way"])
    assert told == (first, second, "attended")
    assert [answered["agent"] for answered in data(visit, "answered")] == [first, second]


def test_the_page_holds_pauses_and_ends_a_call(hotline: Lived) -> None:
    visit = hotline.visits["is silenced by the page"]
    row = row_of(visit, Outcome.ANSWERED, "steered")
    steered = ["held", "recording_paused", "resumed", "recording_resumed", "ended"]
    assert kinds(visit)[-len(steered) :] == steered
    assert 1 <= row["hold_s"] <= 2 + LATE_S
    assert visit.line["holds"] == 1
    assert visit.line["ended_by"] != "caller"


def test_a_caller_is_called_back(hotline: Lived) -> None:
    (back,) = hotline.visits["asks for a call back"].call_backs
    assert (back["state"], back["taken_by_name"]) == ("taken", lines.CALLS_BACK_AS)
    assert len(back["tries"]) == 1
    (call,) = hotline.outbound
    (row,) = call.calls
    assert (row["direction"], row["outcome"]) == ("outbound", Outcome.ANSWERED)
    assert row["agent"] == lines.name_of(lines.CALLS_BACK)
    assert call.number == story.visits()["asks for a call back"].caller.number
    assert story.TALK_S - 1 <= row["talk_s"] <= story.TALK_S + LATE_S
    assert call.recorded_s >= story.TALK_S - 1
