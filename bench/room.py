"""The room with ten million calls: how long pages take, alone, at once and during an import."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from bench.calls import month_csv_with_callers
from bench.goals import Goal, percentile
from bench.lines import Options
from bench.room_busy import fifty_at_once, looking
from bench.room_home import Site, environment, in_home, room_home, served
from bench.room_pages import CONTRACT, PAGE_MS, cold_month, lists, month_pages, worst_search

USUAL = 1_000_000
FULL = 10_000_000
IMPORTED = 100_000
IMPORT_S = 30.0


def run(options: Options) -> list[Goal]:
    """Everything that the product's first page promises, on a home with so many calls."""
    calls = options.calls or (FULL if options.full else USUAL)
    folder = room_home(calls)
    file = month_csv_with_callers(IMPORTED)
    signed_in = in_home(folder, "room_sessions")
    people = dict(signed_in["people"])  # type: ignore[call-overload]
    sessions = [(one["session"], one["contract"]) for one in people.values()]
    with served(folder) as site:
        browser = site.browser(people["nd-supervisor"]["session"])
        goals = lists(browser, list(signed_in["callers"]))  # type: ignore[call-overload]
        goals.append(worst_search(browser))
        goals.append(cold_month(browser))
        goals += month_pages(browser)
        goals += fifty_at_once(site, sessions)
        goals += _imported(site, folder, file, people["nd-quality"]["session"])
    goals += _beside_peers(folder, file, goals)
    goals.append(_verified(folder))
    return goals


def _imported(site: Site, folder: Path, file: Path, session: str) -> list[Goal]:
    """A file through upload, trial and keeping, while somebody else looks at pages."""
    browser = site.browser(session)
    paths = [f"/c/{CONTRACT}/calls/", f"/c/{CONTRACT}/", f"/c/{CONTRACT}/months/2026-09/"]
    with looking(browser, paths) as took:
        found = in_home(folder, "room_import", file)
    undone = in_home(folder, "room_undo", found["import"])
    rows = f"{found['kept']:,} kept; trial {found['trial']:.1f} s"
    note = f"{len(took)} pages, median {percentile(took, 50):.0f}, worst {max(took):.0f}"
    return [
        Goal("room", "import of 100,000 rows", float(str(found["all"])), "s", IMPORT_S, note=rows),
        Goal("room", "pages meanwhile, p95", percentile(took, 95), "ms", PAGE_MS, note=note),
        Goal("room", "undo of that import", float(str(undone["seconds"])), "s"),
    ]


def _beside_peers(folder: Path, file: Path, goals: list[Goal]) -> list[Goal]:
    """The same by hand in SQL, on the same database."""
    peers = {name: float(str(value)) for name, value in in_home(folder, "room_peers", file).items()}
    by_name = {one.what: one.measured for one in goals}
    page, deep = (by_name[f"list: {n}, p95"] for n in ("a month, abandoned", "deep in the list"))
    imported = by_name["import of 100,000 rows"]
    return [
        Goal("room", "page of a list", page, "ms", ratio=page / 1000 / peers["page"],
             note=f"peer: the SQL alone, by hand, {peers['page'] * 1000:.1f} ms"),
        Goal("room", "page deep in the list", deep, "ms", ratio=deep / 1000 / peers["offset"],
             note=f"peer: LIMIT 50 OFFSET, 70 % deep, {peers['offset'] * 1000:.0f} ms"),
        Goal("room", "import", imported, "s", ratio=imported / peers["copy"],
             note=f"peer: COPY of the text into a bare table, {peers['copy']:.2f} s"),
    ]  # fmt: skip


def _verified(folder: Path) -> Goal:
    """The audit log walked from its first entry, without the rows it vouches for."""
    command = [
        sys.executable, "-c", "from jieting.cli.main import main; main()",
        "audit", "verify", "--log-only", "--format", "json",
    ]  # fmt: skip
    start = time.perf_counter()
    ran = subprocess.run(
        command, env=environment(folder), capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - start
    entries = json.loads(ran.stdout)["entries"]
    note = f"{entries:,} entries, {entries / seconds:,.0f} a second"
    return Goal("room", "jieting audit verify --log-only", seconds, "s", note=note)
