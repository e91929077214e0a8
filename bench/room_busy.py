"""Fifty people who click at once, and one who keeps looking while something else goes on."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.goals import Goal, percentile
from bench.room_home import Browser, Site

CLICKS = 12
AT_ONCE = 50
_OK = 200


def fifty_at_once(site: Site, people: list[tuple[str, str]]) -> list[Goal]:
    """Each of fifty clicks again as soon as the page is there; every answer must be a page."""
    took: list[float] = []
    failed: list[str] = []
    begin = threading.Barrier(AT_ONCE + 1)
    threads = [
        threading.Thread(
            target=_clicks, args=(site, n, people[n % len(people)], begin, took, failed)
        )
        for n in range(AT_ONCE)
    ]
    for thread in threads:
        thread.start()
    begin.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    note = f"{len(took)} pages in {seconds:.1f} s, {len(took) / seconds:.0f} a second"
    return [
        Goal("room", "50 at once: errors", len(failed), "errors", 0.0, note=", ".join(failed[:3])),
        Goal("room", "50 at once: p95", percentile(took, 95), "ms", note=note),
    ]


def _clicks(
    site: Site, number: int, person: tuple[str, str], begin: threading.Barrier,
    took: list[float], failed: list[str],
) -> None:  # fmt: skip
    dice = random.Random(number)
    session, contract = person
    browser = site.browser(session)
    begin.wait()
    for _ in range(CLICKS):
        path = _anywhere(dice, contract)
        try:
            status, seconds, _ = browser.get(path)
        except OSError as error:
            failed.append(f"{path}: {error!r}")
            browser.close()
            continue
        took.append(seconds * 1000)
        if status != _OK:
            failed.append(f"{path}: {status}")
    browser.close()


def _anywhere(dice: random.Random, contract: str) -> str:
    month = f"2026-{dice.randrange(8, 11):02}"
    return dice.choice(
        (
            f"/c/{contract}/",
            f"/c/{contract}/months/{month}/",
            f"/c/{contract}/calls/",
            f"/c/{contract}/calls/?outcome=abandoned&first={month}-01&last={month}-28",
            f"/c/{contract}/calls/?all=1&after={dice.randrange(1_705, 1_760)}000000000000-5",
            f"/c/{contract}/calls/?agent=800{dice.randrange(1, 6)}-1&sort=arrived_at",
        )
    )


@contextmanager
def looking(browser: Browser, paths: list[str]) -> Iterator[list[float]]:
    """Somebody looks at the pages in turn as long as the body runs; milliseconds of each look."""
    took: list[float] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            for path in paths:
                status, seconds, _ = browser.get(path)
                # An answer that is no page counts as one that never came.
                took.append(seconds * 1000 if status == _OK else float("inf"))
            done.wait(0.1)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield took
    finally:
        done.set()
        thread.join()
