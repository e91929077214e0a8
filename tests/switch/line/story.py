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
RATES_AFTER_S = 5.5
"""From the key of the queue to the key of the survey: the talk is over, the question still open."""


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
    }


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
        "is missed first": _menu(14).press(to["missed"]).until_bye(),
        "is handed on": _menu(15).press(to["blind"]).until_bye(),
        "is handed on after asking": _menu(16).press(to["asks"]).until_bye(),
        "is put on hold": _menu(17).press(to["holds"]).until_bye(),
        "asks for a call back": _menu(18).press(to["back"]).wait(3).press("1").until_bye(),
        "leaves the talk": _menu(19).press(to["patient"]).wait(TALK_S + 1).hang_up(),
    }
    own = {name: Visit(lines.NINGDE, caller) for name, caller in callers.items()}
    return {
        **own,
        "comes out of hours": Visit(lines.CLOSED, _dials(lines.CLOSED, 20).until_bye()),
        "comes on a holiday": Visit(lines.HOLIDAY, _dials(lines.HOLIDAY, 21).until_bye()),
    }


def in_an_emergency() -> Mapping[str, Visit]:
    """The caller who comes while the emergency announcement is on."""
    early = _menu(30).press(lines.INFORMATION)
    caller = early.wait(lines.EMERGENCY_S).press(lines.INFORMATION).until_bye()
    return {"comes in an emergency": Visit(lines.NINGDE, caller)}


def _answers() -> Telephone:
    return Telephone().answer(after=AGENT_ANSWERS_S)


def _dials(line: str, number: int) -> Caller:
    return Caller(f"138{number:08}").dial(lines.NUMBERS[line])


def _menu(number: int) -> Caller:
    return _dials(lines.NINGDE, number).wait(1)


def _rates(number: int, key: str) -> Caller:
    caller = _menu(number).press(lines.KEYS["hotline"])
    return caller.wait(RATES_AFTER_S).press(key).until_bye()
