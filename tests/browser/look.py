"""What is looked for on every page, whoever sees it and in whatever language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from jieting.cli.room_people import CONTRACTS, MARK, OFFICES

ROOT = Path(__file__).parents[2]
PLAYED = ROOT / "src" / "jieting" / "cli" / "room_moves.py"
SIMULATION = ROOT / "src" / "jieting" / "domain" / "simulation"
TYPED = ("核对投诉人的回访号码", "导入了错误的文件", "七月话单")
"""What journeys type into the product, and the product shows again."""

SETTLED = """() => document.readyState === "complete"
  && !document.querySelector(".htmx-request, [hx-trigger=load]")
  && [...document.querySelectorAll("[data-chart]")].every((one) => one.childElementCount > 0)"""

# What an automatic look can find of what WCAG asks: names, labels, one heading, ids once.
FAULTS = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const all = (what) => [...document.querySelectorAll(what)];
  const cut = (one) => one.outerHTML.slice(0, 120);
  const word = (one) => (one.getAttribute("aria-label") ?? "").trim()
    || (document.getElementById(one.getAttribute("aria-labelledby"))?.textContent ?? "").trim();
  const named = (one) => word(one) || one.textContent.trim()
    || [...one.querySelectorAll("[aria-label], img[alt]")].some(seen);
  const faults = [];
  const tell = (what, found) => found.forEach((one) => faults.push(`${what}: ${cut(one)}`));
  if (!document.documentElement.lang) faults.push("html has no lang");
  if (!document.title.trim()) faults.push("no title");
  const headings = all("h1").filter(seen);
  if (headings.length !== 1) faults.push(`${headings.length} h1`);
  tell("empty h1", headings.filter((one) => !one.textContent.trim()));
  if (all("main").length !== 1) faults.push(`${all("main").length} main`);
  tell("no label", all("input:not([type=hidden]), select, textarea")
    .filter(seen).filter((one) => !one.labels?.length && !word(one)));
  tell("no name", all("a[href], button, summary").filter(seen).filter((one) => !named(one)));
  tell("no alt", all("img:not([alt])"));
  tell("no head", all("table").filter((one) => seen(one) && !one.querySelector("th")
    && !one.classList.contains("keys")));
  const ids = all("[id]").map((one) => one.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at)))
    faults.push(`id twice: ${id}`);
  return faults;
}"""

WIDTH = """async () => {
  const root = document.documentElement;
  const until = performance.now() + 2000;
  while (root.scrollWidth > root.clientWidth && performance.now() < until)
    await new Promise((done) => setTimeout(done, 50));
  return [root.scrollWidth, root.clientWidth];
}"""
TEXTS = """() => {
  const hidden = "script, style, code, pre, kbd, textarea, [lang]:not(html), noscript";
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest(hidden)) found.push(walker.currentNode.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (!one.closest(hidden)) found.push(one.getAttribute(name));
  return found.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
CHARTS = "() => [...document.querySelectorAll('script[type*=json]')].map((one) => one.textContent)"

NARROW = {"width": 390, "height": 844}
DRAWING = ("type", "axis", "good", "stack")
LATIN = re.compile(r"[A-Za-z][A-Za-z']+")
SENTENCE = re.compile(r"[A-Za-z']+( [A-Za-z',]+){4,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def settled(page: Page) -> None:
    """Wait until nothing is fetched and every chart is drawn."""
    page.wait_for_function(SETTLED)


def faults(page: Page) -> list[str]:
    """What is wrong with the page for one who does not see it, or sees it on a phone."""
    found = list(page.evaluate(FAULTS))
    wide = page.viewport_size
    found += _too_wide(page)
    page.set_viewport_size(NARROW)
    found += _too_wide(page)
    if wide:
        page.set_viewport_size(wide)
    return found


def texts(page: Page) -> list[str]:
    """Every text of the page, also what is hidden, spoken, or drawn by a chart."""
    drawn = [text for one in page.evaluate(CHARTS) for text in _strings(json.loads(one))]
    return [*page.evaluate(TEXTS), *drawn]


def english_left(found: Iterable[str], allowed: re.Pattern[str]) -> set[str]:
    """Texts of a Chinese page with a word that is neither data nor a name used in Chinese."""
    return {text for text in found if LATIN.search(allowed.sub(" ", text))}


def chinese_left(found: Iterable[str], data: str) -> set[str]:
    """Texts of an English page with Chinese that is not in the data."""
    return {text for text in found if any(run not in data for run in CHINESE.findall(text))}


def data_of_the_demonstration() -> str:
    """What the demonstration's contracts, parties, people and records say, all of it Chinese."""
    told = [*(ROOT / "contracts").glob("*.toml"), *(ROOT / "lines").glob("*.toml")]
    paths = [*told, *SIMULATION.glob("*.py"), PLAYED]
    files = [path.read_text(encoding="utf-8") for path in paths]
    names = [name for contract in CONTRACTS for name in contract.names.values()]
    names += [party.name for one in CONTRACTS for party in (one.supplier, one.purchaser)]
    names += [person for _, person in OFFICES.values()]
    return "\n".join([*files, *names, *TYPED, MARK, "模拟话单", "模拟数据"])


def _too_wide(page: Page) -> list[str]:
    """Charts and tables take their new size a moment after the window has."""
    width, size = page.evaluate(WIDTH)
    return [f"{width} wide on a screen of {size}"] if width > size else []


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [] if value.startswith("/") else [value]
    if isinstance(value, dict):
        return [
            text for name, one in value.items() if name not in DRAWING for text in _strings(one)
        ]
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return []
