"""What happens on the lines of the tests: who calls, what they do, what the telephones do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.switch.line import lines
from tests.switch.line.sip import Caller, Telephone

AGENT_ANSWERS_S = 0.5
TALK_S = 2.0
HOLD_S = 3.0
TARGET_TALKS_S = 4.0
ASKED_TALKS_S = 4.0
"""Longer than it takes who is asked to answer, shorter than they talk: whom the page has dialled
is rung at once."""
HEARD_S = 1.5
UNHEARD_S = 6.0
"""So long the observer hears the calls of ``unheard`` before it is killed, and then nobody does."""
RATES_AFTER_S = 5.5
"""From the key of the queue to the key of the survey: the talk is over, the question still open."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody at the page asks of a caller's talk, so long after the step before."""

    visit: str
    kind: str
    to: str = ""
    after_s: float = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """A caller on a line; each has a number of its own, by which the switch's log is searched."""

    line: str
    caller: Caller


def telephones() -> Mapping[str, Telephone]:
    """What each kind of telephone does when it is rung; the kinds are those of the plan."""
    return {
        "quick": _answers().wait(TALK_S).hang_up(),
        "silent": Telephone().never_answer(),
        "second": _answers().wait(TALK_S).hang_up(),
        "blind": _answers().wait(TALK_S).transfer("8022"),
        "asks": _answers().wait(1).press("*", "2").wait(1.5).press(*"8032#").wait(3).hang_up(),
        "target": _answers().wait(TARGET_TALKS_S).hang_up(),
        "holds": _answers().wait(1).hold().wait(HOLD_S).resume().wait(1).hang_up(),
        "patient": _answers().until_bye(),
        "asked": _answers().wait(ASKED_TALKS_S).hang_up(),
        "back": _answers().until_bye(),
        "steered": _answers().until_bye(),
    }


def citizen() -> Telephone:
    """Who is called back."""
    return _answers().wait(TALK_S).hang_up()


def visits() -> Mapping[str, Visit]:
    """The callers who come at the same time."""
    to = lines.KEYS
    rates = {f"rates {key}": _rates(place, key) for place, key in enumerate(lines.RATINGS, 1)}
    callers = {
        **rates,
        "does not rate": _menu(5).press(to["hotline"]).until_bye(),
        "presses nonsense": _rates(6, lines.MEANINGLESS),
        "hears the answer": _menu(10).press(lines.INFORMATION).until_bye(),
        "leaves the menu": _menu(11).hang_up(),
        "leaves the queue": _menu(12).press(to["lonely"]).wait(2).hang_up(),
        "waits too long": _menu(13).press(to["nobody"]).until_bye(),
        "is missed first": _menu(14).press(to["missed"]).wait(11).hang_up(),
        "is handed on": _menu(15).press(to["blind"]).wait(10).hang_up(),
        "is handed on after asking": _menu(16).press(to["asks"]).wait(11.5).hang_up(),
        "is put on hold": _menu(17).press(to["holds"]).wait(8).hang_up(),
        "asks for a call back": _menu(18).press(to["back"]).wait(3).press("1").until_bye(),
        "leaves the talk": _menu(19).press(to["patient"]).wait(TALK_S + 1).hang_up(),
        "is handed on by the page": _menu(22).press(to["steered"]).wait(10).hang_up(),
        "is silenced by the page": _menu(23).press(to["steered"]).until_bye(),
        "is handed on by the page after asking": _menu(24).press(to["asked"]).wait(13).hang_up(),
    }
    own = {name: Visit(lines.NINGDE, caller) for name, caller in callers.items()}
    return {
        **own,
        "comes out of hours": Visit(lines.CLOSED, _dials(lines.CLOSED, 20).until_bye()),
        "comes on a holiday": Visit(lines.HOLIDAY, _dials(lines.HOLIDAY, 21).until_bye()),
    }


def asked() -> tuple[Asked, ...]:
    """What is asked from the page while the callers of ``visits`` talk."""
    silenced = "is silenced by the page"
    return (
        Asked("is handed on by the page after asking", "transfer_attended", "8033"),
        Asked("is handed on by the page", "transfer_blind", "8023"),
        Asked(silenced, "hold"),
        Asked(silenced, "record_pause"),
        Asked(silenced, "resume", after_s=2),
        Asked(silenced, "record_resume"),
        Asked(silenced, "hang_up", after_s=1),
    )


def unheard() -> Mapping[str, Visit]:
    """Callers in an emergency: they hear its announcement, and the observer is killed meanwhile."""
    to = lines.KEYS
    callers = {
        "comes in an emergency": _menu(30).press(lines.INFORMATION).wait(lines.EMERGENCY_S),
        "rates unheard": _after_the_announcement(31).press(to["hotline"]).wait(RATES_AFTER_S),
    }
    own = {
        "comes in an emergency": callers["comes in an emergency"].press(lines.INFORMATION),
        "rates unheard": callers["rates unheard"].press("1"),
        "asks unheard for a call back": _after_the_announcement(32)
        .press(to["back"])
        .wait(3)
        .press("1"),
    }
    leaving = {
        "leaves the queue unheard": _after_the_announcement(34).press(to["lonely"]).wait(2),
        "leaves the talk unheard": _after_the_announcement(35).press(to["patient"]).wait(3),
        "is put on hold unheard": _after_the_announcement(36).press(to["holds"]).wait(8),
        "is handed on unheard": _after_the_announcement(33).press(to["blind"]).wait(9),
        "is missed unheard": _after_the_announcement(37).press(to["missed"]).wait(9.5),
    }
    every = {
        **{name: caller.until_bye() for name, caller in own.items()},
        **{name: caller.hang_up() for name, caller in leaving.items()},
    }
    return {name: Visit(lines.NINGDE, caller) for name, caller in every.items()}


def cut_off() -> Mapping[str, Visit]:
    """The caller whose talk lasts until the switch dies."""
    caller = _after_the_announcement(40).press(lines.KEYS["patient"]).until_bye()
    return {"is cut off": Visit(lines.NINGDE, caller)}


def _answers() -> Telephone:
    return Telephone().answer(after=AGENT_ANSWERS_S)


def _dials(line: str, number: int) -> Caller:
    return Caller(f"138{number:08}").dial(lines.NUMBERS[line])


def _menu(number: int) -> Caller:
    return _dials(lines.NINGDE, number).wait(1)


def _after_the_announcement(number: int) -> Caller:
    return _dials(lines.NINGDE, number).wait(lines.EMERGENCY_S + 1)


def _rates(number: int, key: str) -> Caller:
    caller = _menu(number).press(lines.KEYS["hotline"])
    return caller.wait(RATES_AFTER_S).press(key).until_bye()
