"""A month as its page shows it, and as ``jieting assess`` says it of the same calls."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.command import jieting

GROUPING = re.compile(r"(?<=\d),(?=\d{3})")


@dataclass(frozen=True)
class Shown:
    """What stands on the screen: each line, figure, count and limit, as text."""

    lines: dict[str, tuple[str, str]]
    figures: dict[str, tuple[str, str, str]]
    limits: dict[str, bool]
    counts: list[str]
    heads: list[str]


def shown(page: Page) -> Shown:
    """Read the month page that is open."""
    return Shown(
        lines={row[0]: (row[2], row[3]) for row in _cells(page.locator("#lines tbody tr"))},
        figures={
            row[0]: (row[2], row[3], row[4].split()[0])
            for row in _cells(page.locator("#figures tbody tr"))
        },
        limits={
            row.locator("td").first.inner_text(): row.locator(".state-met").count() == 1
            for row in page.locator("#limits tbody tr").all()
        },
        counts=_texts(page.locator("#counts .stat-value")),
        heads=_texts(page.locator("main .stack > .stats").first.locator(".stat-value")),
    )


def fetch(page: Page, path: str, place: Path) -> Path:
    """Save what an address answers to the person of the page."""
    answer = page.request.get(path)
    assert answer.ok, f"{path} answered {answer.status}"
    place.write_bytes(answer.body())
    return place


def assessed(page: Page, contract: str, month: str, folder: Path) -> dict[str, Any]:
    """``jieting assess`` on the calls, records and contract that the product hands out."""
    home = f"/c/{contract}/"
    calls = fetch(page, f"{home}calls/export/?all=1&form=csv", folder / "calls.csv")
    page.goto(f"{home}records/")
    kept = page.locator("#in-force").get_attribute("href")
    page.goto(f"{home}contract/")
    terms = page.locator("a[href$='/file/']").first.get_attribute("href")
    done = jieting(
        "assess",
        *("--contract", fetch(page, str(terms), folder / "contract.toml")),
        *("--calls", calls),
        *("--records", fetch(page, str(kept), folder / "records.toml")),
        *("--month", month),
        *("--format", "json"),
        *("--lang", "zh"),
        "--what-if",
    )
    assert done.code == 0, done.err
    return dict(json.loads(done.out))


def _cells(rows: Locator) -> list[list[str]]:
    return [_texts(row.locator("td")) for row in rows.all()]


def _texts(found: Locator) -> list[str]:
    """Texts as they stand there; numbers without the commas that help the eye."""
    return [GROUPING.sub("", text.strip()) for text in found.all_inner_texts()]
