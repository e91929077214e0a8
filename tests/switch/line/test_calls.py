"""Real calls, each with exactly the row, the events and the rest that they must leave."""

from __future__ import annotations

from typing import Any

import pytest

from jieting.domain.calls.call import Outcome
from tests.switch.line import lines, story
from tests.switch.line.known import SYSTEM, Known, Lived

SECOND = 1_000_000
STORY = {**story.visits(), **story.unheard(), **story.cut_off()}
LATE_S = 2.5
"""How much later than written a step of a call may come on a busy machine."""
QUICK = {lines.name_of(extension) for extension in lines.EXTENSIONS["quick"]}


def row_of(visit: Known, outcome: Outcome, queue: str = "") -> dict[str, Any]:
    """The one row of a visit that went as it was written, with what holds for every row."""
    assert visit.went == ""
    assert visit.findings == ()
    (row,) = visit.calls
    assert (row["call_id"], row["source"]) == (visit.call, SYSTEM)
    assert (row["direction"], row["outcome"], row["queue"]) == ("inbound", outcome, queue)
    told = [row[name] for name in ("arrived_at", "queued_at", "answered_at", "ended_at")]
    times = [at for at in told if at is not None]
    assert times == sorted(times)
    line = visit.line
    assert line["over"]
    assert (line["outcome"], line["queue"], line["arrived_at"]) == (outcome, queue, times[0])
    assert line["kept"]
    # The number is kept sealed, and nowhere in the clear.
    assert visit.number not in str(line)
    assert visit.number == STORY[visit.name].caller.number
    return row


def kinds(visit: Known) -> list[str]:
    """The events of a visit in their order."""
    return [event["kind"] for event in visit.line["events"]]


def data(visit: Known, kind: str) -> list[dict[str, str]]:
    """What the events of one kind tell."""
    return [event["data"] for event in visit.line["events"] if event["kind"] == kind]


def seconds(row: dict[str, Any], start: str, end: str) -> float:
    """From one time of a row to another."""
    return (row[end] - row[start]) / SECOND


def test_every_call_of_the_switchs_own_log_is_stored_once(hotline: Lived) -> None:
    cut_off = hotline.visits["is cut off"].call
    assert len(set(hotline.ended)) == len(hotline.ended)
    # The log does not tell the end of a call that the switch itself did not live to see.
    assert sorted(hotline.stored) == sorted([*hotline.ended, cut_off])
    came = [visit.call for visit in (*hotline.visits.values(), *hotline.outbound)]
    assert sorted(came) == sorted(hotline.stored)


def test_nothing_that_the_switch_told_was_strange(hotline: Lived) -> None:
    assert hotline.findings == ("line_switch_died",)


def test_an_answer_of_the_menu_serves_the_caller(hotline: Lived) -> None:
    visit = hotline.visits["hears the answer"]
    row = row_of(visit, Outcome.SERVED_BY_IVR)
    assert kinds(visit) == ["offered", "ivr_key", "information", "ended"]
    assert data(visit, "ivr_key") == [{"node": "main", "key": lines.INFORMATION}]
    assert data(visit, "information") == [{"node": "answer"}]
    assert (row["queued_at"], row["answered_at"], row["talk_s"]) == (None, None, None)
    assert row["agent"] == ""
    assert (row["recording"], visit.line["invited_at"], visit.call_backs) == ("", None, ())


@pytest.mark.parametrize(("key", "rating"), lines.RATINGS.items())
def test_each_key_of_the_survey_is_its_rating(hotline: Lived, key: str, rating: str) -> None:
    visit = hotline.visits[f"rates {key}"]
    row = row_of(visit, Outcome.ANSWERED, "hotline")
    assert row["rating"] == rating
    assert (visit.line["survey_key"], visit.line["counted"]) == (key, True)
    assert row["agent"] in QUICK
    assert story.TALK_S - 1 <= row["talk_s"] <= story.TALK_S + LATE_S
    assert row["hold_s"] == 0
    assert kinds(visit) == [
        *("offered", "ivr_key", "queued", "answered", "recording"),
        *("talk_ended", "invited", "rated", "ended"),
    ]
    assert row["arrived_at"] < row["queued_at"] < row["answered_at"] < row["ended_at"]
    assert row["answered_at"] < visit.line["invited_at"] < row["ended_at"]


def test_every_agent_answers_one_call_at_a_time(hotline: Lived) -> None:
    names = [*(f"rates {key}" for key in lines.RATINGS), "does not rate", "presses nonsense"]
    agents = [hotline.visits[name].calls[0]["agent"] for name in names]
    assert len(set(agents)) == len(names)


def test_a_caller_who_was_asked_and_said_nothing_is_unrated(hotline: Lived) -> None:
    visit = hotline.visits["does not rate"]
    row = row_of(visit, Outcome.ANSWERED, "hotline")
    assert row["rating"] == ""
    assert visit.line["invited_at"]
    assert (visit.line["survey_key"], visit.line["counted"]) == ("", False)
    assert "rated" not in kinds(visit)


def test_a_key_that_means_nothing_is_kept_and_does_not_count(hotline: Lived) -> None:
    visit = hotline.visits["presses nonsense"]
    row = row_of(visit, Outcome.ANSWERED, "hotline")
    assert row["rating"] == ""
    assert (visit.line["survey_key"], visit.line["counted"]) == (lines.MEANINGLESS, False)


def test_who_hangs_up_in_the_menu_is_abandoned_there(hotline: Lived) -> None:
    visit = hotline.visits["leaves the menu"]
    row = row_of(visit, Outcome.ABANDONED_IN_IVR)
    assert kinds(visit) == ["offered", "ended"]
    assert visit.line["ended_by"] == "caller"
    assert row["queued_at"] is None
    assert visit.call_backs == ()


def test_who_hangs_up_in_the_queue_is_abandoned_and_missed(hotline: Lived) -> None:
    visit = hotline.visits["leaves the queue"]
    row = row_of(visit, Outcome.ABANDONED, "lonely")
    assert visit.line["ended_by"] == "caller"
    assert 2 <= seconds(row, "queued_at", "ended_at") <= 2 + LATE_S
    assert (row["answered_at"], row["agent"], row["recording"]) == (None, "", "")
    (back,) = visit.call_backs
    assert (back["asked"], back["state"], back["queue"]) == (False, "open", "lonely")


def test_a_wait_that_was_too_long_overflows(hotline: Lived) -> None:
    visit = hotline.visits["waits too long"]
    row = row_of(visit, Outcome.OVERFLOWED, "nobody")
    (left,) = data(visit, "queue_left")
    assert left == {"queue": "nobody", "rule": "timeout"}
    assert seconds(row, "queued_at", "ended_at") >= 3
    assert visit.line["ended_by"] == "switch"


def test_a_ring_that_nobody_answered_is_kept_and_another_agent_answers(hotline: Lived) -> None:
    visit = hotline.visits["is missed first"]
    row = row_of(visit, Outcome.ANSWERED, "missed")
    silent, second = (lines.name_of(lines.EXTENSIONS[kind][0]) for kind in ("silent", "second"))
    assert row["agent"] == second
    assert visit.line["rang_unanswered"] == 1
    (rang,) = data(visit, "rang")
    assert rang["agent"] == silent
    assert seconds(row, "queued_at", "answered_at") >= 5


def test_a_caller_handed_on_unasked_talks_with_both_agents(hotline: Lived) -> None:
    visit = hotline.visits["is handed on"]
    row = row_of(visit, Outcome.ANSWERED, "blind")
    first, second = lines.name_of("8021"), lines.name_of("8022")
    assert row["agent"] == first
    (transferred,) = data(visit, "transferred")
    assert (transferred["agent"], transferred["to"], transferred["way"]) == (first, second, "blind")
    assert [answered["agent"] for answered in data(visit, "answered")] == [first, second]
    assert visit.line["transfers"] == 1
    both = story.TALK_S + story.TARGET_TALKS_S
    assert both - 1 <= row["talk_s"] <= both + LATE_S


def test_a_caller_handed_on_after_asking_talks_with_both_agents(hotline: Lived) -> None:
    visit = hotline.visits["is handed on after asking"]
    row = row_of(visit, Outcome.ANSWERED, "asks")
    first, second = lines.name_of("8031"), lines.name_of("8032")
    assert row["agent"] == first
    (transferred,) = data(visit, "transferred")
    told = (transferred["agent"], transferred["to"], transferred["way"])
    assert told == (first, second, "attended")
    assert [answered["agent"] for answered in data(visit, "answered")] == [first, second]
    # The caller hears music while the agents talk.
    assert row["hold_s"] >= 3
    assert row["talk_s"] >= 1


def test_a_hold_is_no_talk(hotline: Lived) -> None:
    visit = hotline.visits["is put on hold"]
    row = row_of(visit, Outcome.ANSWERED, "holds")
    assert visit.line["holds"] == 1
    assert story.HOLD_S - 1 <= row["hold_s"] <= story.HOLD_S + LATE_S
    assert 1 <= row["talk_s"] <= 2 + LATE_S
    order = kinds(visit)
    assert order.index("answered") < order.index("held") < order.index("resumed")
    assert order.index("resumed") < order.index("talk_ended")


def test_who_asks_for_a_call_back_is_on_the_list(hotline: Lived) -> None:
    visit = hotline.visits["asks for a call back"]
    row_of(visit, Outcome.OVERFLOWED, "back")
    assert visit.line["call_back_asked"]
    assert data(visit, "queue_left") == [{"queue": "back", "rule": "key"}]
    (back,) = visit.call_backs
    assert (back["asked"], back["queue"]) == (True, "back")
    assert back["number_sealed"]


def test_a_caller_may_end_the_talk(hotline: Lived) -> None:
    visit = hotline.visits["leaves the talk"]
    row = row_of(visit, Outcome.ANSWERED, "patient")
    assert visit.line["ended_by"] == "caller"
    assert visit.line["invited_at"] is None
    assert "talk_ended" not in kinds(visit)
    assert 1 <= row["talk_s"] <= story.TALK_S + LATE_S


@pytest.mark.parametrize(
    ("name", "contract"),
    [("comes out of hours", lines.CLOSED), ("comes on a holiday", lines.HOLIDAY)],
)
def test_nobody_is_let_in_while_the_line_is_closed(
    hotline: Lived, name: str, contract: str
) -> None:
    visit = hotline.visits[name]
    row = row_of(visit, Outcome.REJECTED)
    assert row["contract_id"] == contract
    assert data(visit, "rejected") == [{"reason": "closed"}]
    assert kinds(visit) == ["offered", "rejected", "ended"]


def test_the_figures_of_the_month_count_these_calls_as_the_contract_says(hotline: Lived) -> None:
    own = [visit for visit in hotline.visits.values() if STORY[visit.name].line == lines.NINGDE]
    outcomes = [visit.calls[0]["outcome"] for visit in own]
    connected = outcomes.count(Outcome.ANSWERED) + outcomes.count(Outcome.SERVED_BY_IVR)
    lost = {
        *("leaves the menu", "leaves the queue", "waits too long", "asks for a call back"),
        *("leaves the queue unheard", "asks unheard for a call back"),
    }
    assert len(own) - connected == len(lost)
    figures = hotline.figures[lines.NINGDE]
    assert figures["connection_rate"] == (connected, len(own))
    # Of the five ratings, the contract calls three positive: 1, 3, and 1 again.
    assert figures["satisfaction"] == (3, 5)


@pytest.mark.parametrize("contract", [lines.CLOSED, lines.HOLIDAY])
def test_a_call_while_the_line_is_closed_counts_in_no_rate(hotline: Lived, contract: str) -> None:
    assert hotline.figures[contract] == {"abandon_rate": (0, 0)}


def test_an_emergency_is_heard_before_the_menu(hotline: Lived) -> None:
    visit = hotline.visits["comes in an emergency"]
    row = row_of(visit, Outcome.SERVED_BY_IVR)
    # The first key fell into the announcement, where no menu listens.
    (key,) = [event for event in visit.line["events"] if event["kind"] == "ivr_key"]
    assert key["data"]["key"] == lines.INFORMATION
    assert (key["at"] - row["arrived_at"]) / SECOND >= lines.EMERGENCY_S


@pytest.mark.parametrize(
    ("name", "talk_s"),
    [
        ("does not rate", story.TALK_S),
        ("leaves the talk", story.TALK_S),
        ("is put on hold", story.HOLD_S + 2),
    ],
)
def test_the_talk_was_recorded_from_its_beginning_to_its_end(
    hotline: Lived, name: str, talk_s: float
) -> None:
    visit = hotline.visits[name]
    (recording,) = data(visit, "recording")
    assert visit.calls[0]["recording"] == recording["file"]
    assert talk_s - 1 <= visit.recorded_s <= talk_s + LATE_S
