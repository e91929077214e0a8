"""Calls that went on while the observer was dead, and one that died with the switch."""

from __future__ import annotations

import pytest

from jieting.domain.calls.call import Outcome, Rating
from tests.switch.line import lines, story
from tests.switch.line.known import Lived
from tests.switch.line.test_calls import LATE_S, data, kinds, row_of


@pytest.mark.parametrize(
    ("name", "outcome", "queue"),
    [
        ("rates unheard", Outcome.ANSWERED, "hotline"),
        ("asks unheard for a call back", Outcome.OVERFLOWED, "back"),
        ("is handed on unheard", Outcome.ANSWERED, "blind"),
        ("leaves the queue unheard", Outcome.ABANDONED, "lonely"),
        ("leaves the talk unheard", Outcome.ANSWERED, "patient"),
        ("is put on hold unheard", Outcome.ANSWERED, "holds"),
        ("is missed unheard", Outcome.ANSWERED, "missed"),
    ],
)
def test_what_nobody_heard_was_read_from_the_log(
    hotline: Lived, name: str, outcome: Outcome, queue: str
) -> None:
    visit = hotline.visits[name]
    row_of(visit, outcome, queue)
    # Its arrival was heard, and its wait was not.
    told = {event["kind"]: event["source"] for event in visit.line["events"]}
    assert (told["offered"], told["queued"]) == ("ami", "cel")


def test_a_rating_and_a_call_back_survive_it(hotline: Lived) -> None:
    rated = hotline.visits["rates unheard"]
    assert rated.calls[0]["rating"] == Rating.VERY_SATISFIED
    assert kinds(rated).count("rated") == 1
    (asked,) = hotline.visits["asks unheard for a call back"].call_backs
    assert asked["asked"]
    (missed,) = hotline.visits["leaves the queue unheard"].call_backs
    assert not missed["asked"]


def test_an_unanswered_ring_and_a_transfer_survive_it(hotline: Lived) -> None:
    missed = hotline.visits["is missed unheard"]
    assert missed.line["rang_unanswered"] == 1
    assert data(missed, "rang")[0]["agent"] == lines.name_of("8011")
    handed = hotline.visits["is handed on unheard"]
    agents = [answered["agent"] for answered in data(handed, "answered")]
    assert agents == [lines.name_of("8021"), lines.name_of("8022")]
    assert handed.line["transfers"] == 1


def test_a_hold_that_nobody_heard_is_not_known_and_not_none(hotline: Lived) -> None:
    (row,) = hotline.visits["is put on hold unheard"].calls
    assert row["hold_s"] is None
    whole = story.HOLD_S + 2
    assert whole - 1 <= row["talk_s"] <= whole + LATE_S


def test_a_call_that_dies_with_the_switch_ends_there_and_is_told(hotline: Lived) -> None:
    visit = hotline.visits["is cut off"]
    assert visit.findings == ("line_switch_died",)
    (row,) = visit.calls
    assert (row["outcome"], row["queue"]) == (Outcome.ANSWERED, "patient")
    assert visit.line["ended_by"] == "switch"
    assert visit.line["over"]
    assert visit.call not in hotline.ended
