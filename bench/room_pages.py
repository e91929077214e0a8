"""Pages of the room with all its calls stored: lists, board and month, one request at a time."""

from __future__ import annotations

import random
from collections.abc import Callable
from urllib.parse import urlencode

from bench.goals import Goal, percentile
from bench.room_home import Browser

ASKED = 30
LIST_MS, PAGE_MS = 200.0, 300.0
CONTRACT = "ningde-12123"
_OK = 200
Query = Callable[[random.Random], dict[str, object]]


def _days(dice: random.Random) -> dict[str, object]:
    month = f"20{dice.randrange(24, 27)}-{dice.randrange(1, 11):02}"
    return {"first": f"{month}-01", "last": f"{month}-28"}


def _week(dice: random.Random) -> dict[str, object]:
    month = f"20{dice.randrange(24, 27)}-{dice.randrange(1, 11):02}"
    day = dice.randrange(1, 21)
    return {"first": f"{month}-{day:02}", "last": f"{month}-{day + 6:02}"}


LISTS: dict[str, Query] = {
    "newest month": lambda _: {},
    "all calls": lambda _: {"all": 1},
    "oldest first": lambda _: {"all": 1, "sort": "arrived_at"},
    "a month": _days,
    "a month, abandoned": lambda d: {**_days(d), "outcome": "abandoned,abandoned_in_ivr"},
    "a week, answered, dissatisfied": lambda d: {
        **_week(d), "outcome": "answered", "rating": "dissatisfied",
    },
    "a week, waited 60 s": lambda d: {**_week(d), "wait": 60},
    "an outcome of all": lambda d: {"outcome": d.choice(("rejected", "overflowed", "answered"))},
    "a queue of all": lambda _: {"queue": "hotline"},
    "a rare queue of all": lambda _: {"queue": "complaints"},
    "an agent of all": lambda d: {"agent": f"800{d.randrange(1, 6)}-{d.randrange(1, 8)}"},
    "talked 300 s, all": lambda _: {"talk": 300},
    "an agent, dissatisfied, all": lambda d: {
        "agent": f"800{d.randrange(1, 6)}-{d.randrange(1, 8)}", "rating": "dissatisfied",
    },
    "a call number": lambda d: {"call_id": f"B2025-0{d.randrange(1, 10)}-1-{d.randrange(1, 9000)}"},
    "nothing found in a month": lambda d: {**_days(d), "talk": 90_000},
}  # fmt: skip


def lists(browser: Browser, callers: list[str]) -> list[Goal]:
    """Every kind of filter, the page of one caller, and a page deep in the list."""
    dice = random.Random(12123)
    kinds = dict(LISTS)
    kinds["one caller of all"] = lambda d: {"caller": d.choice(callers)}
    kinds["deep in the list"] = lambda d: {
        "all": 1,
        "after": f"{d.randrange(1_705, 1_760)}000000000000-5",
    }
    every: list[float] = []
    counted: list[float] = []
    goals = []
    for name, query in kinds.items():
        asked = [f"/c/{CONTRACT}/calls/?{urlencode(query(dice))}" for _ in range(ASKED)]
        took = milliseconds(browser, asked)
        every += took
        # What the page of a longer list asks for by itself, once it is there.
        counted += milliseconds(
            browser, [one.replace("/calls/", "/calls/count/") for one in asked[:5]]
        )
        goals.append(_goal(f"list: {name}", took, LIST_MS))
    numbers = _goal("number of a list, after the page", counted, None)
    return [_goal("call list, all of these", every, LIST_MS), *goals, numbers]


def month_pages(browser: Browser) -> list[Goal]:
    """Board and month page, as they are when somebody was there before."""
    goals = []
    for name, path in (
        ("clause board", f"/c/{CONTRACT}/"),
        ("month page", f"/c/{CONTRACT}/months/2026-10/"),
        ("call page", _some_call(browser)),
    ):
        milliseconds(browser, [path] * 4)
        goals.append(_goal(f"{name}, warm", milliseconds(browser, [path] * ASKED), PAGE_MS))
    return goals


def cold_month(browser: Browser) -> Goal:
    """The first look at a month that nobody counted yet."""
    (took,) = milliseconds(browser, [f"/c/{CONTRACT}/months/2026-07/"])
    return Goal("room", "month page, counted at that moment", took / 1000, "s")


def worst_search(browser: Browser) -> Goal:
    """What no index serves, over all calls: found, or stopped and told."""
    (took,) = milliseconds(browser, [f"/c/{CONTRACT}/calls/?talk=90000"])
    return Goal("room", "search that no index serves, all calls", took / 1000, "s", 6.0)


def milliseconds(browser: Browser, paths: list[str]) -> list[float]:
    """How long each page took. Errors: SystemExit where one is no page."""
    took = []
    for path in paths:
        status, seconds, body = browser.get(path)
        if status != _OK:
            raise SystemExit(f"room: {path} answered {status}: {body[:300]!r}")
        took.append(seconds * 1000)
    return took


def _some_call(browser: Browser) -> str:
    page = browser.get(f"/c/{CONTRACT}/calls/")[2].decode()
    return page.split('class="row-link" href="', 1)[1].split('"', 1)[0]


def _goal(what: str, took: list[float], goal: float | None) -> Goal:
    note = f"median {percentile(took, 50):.0f}, worst {max(took):.0f} of {len(took)}"
    return Goal("room", f"{what}, p95", percentile(took, 95), "ms", goal, note=note)
