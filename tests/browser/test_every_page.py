"""Every page: no fault on the console, nothing too wide, everything named, one language."""

from __future__ import annotations

import re
import tomllib
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import look
from tests.browser.conftest import ROOT, Visit
from tests.browser.pages import LINE, STOPS, Stop
from tests.browser.people import in_english, sign_in, sign_out
from tests.browser.screenshots import go

WHO = sorted({stop.who for stop in STOPS if stop.status == 200 and stop.who != "nd-trainer"})
# Names that Chinese uses as they are; and data: ids, file names, accounts, values of the files.
NAMES = re.compile(
    r"\b(IVR|SQL|DuckDB|PostgreSQL|SHA-256|JSON|Excel|PDF|Word|csv|CSV|Parquet|API|TOML|MB|KB"
    r"|MiB|GiB|UTC|CNY|ISO|UTF-8|TLS|TOTP|OIDC|Python|Django|Linux|x86_64|Asterisk|English|Esc"
    r"|PNG|JPEG|WAV|[A-Z][\w+-]*(/[A-Z][\w+-]*)+|Enter|Chrome|HeadlessChrome"
    r"|OpenAPI|Bearer|RFC|localhost|hotline|simulated|seed)\b"
    r"|jieting [a-z]+|demo room|assessment|deliverables"
    r"|(call|month|import|records|move|plan) [\d-]+|[0-9a-f]{12,}"
    r"|utf-8-sig|gb18030|date = |BIOS|USB|MTBF|\.toml|zh\b|[a-z]+:[a-z]+"
    r"|\[\[\w+\]\]|\w+_\w+|(?<![\w/])/[\w.-]+/\S+"
    r"|chinese-export|anonymous-bank|ningde-12123|post-loan|demo-[\w-]+|[\w./:-]+\.toml"
    r"|SIM-[\w-]+|[NP]-\d[\w.-]*|Asia/Shanghai"
    r"|(nd|loan)-[a-z]+|(sys|sec|audit)admin|https?://\S*|[a-z]+(\.[a-z_]+)+|\S+\.(csv|xlsx|txt)"
)
# These take long: time in which somebody does nothing.
pytestmark = pytest.mark.usefixtures("left_alone")
CRAWLED = ("nd-manager", "loan-decider", "secadmin", "auditadmin", "sysadmin")
PAPER = "/export/"
NOTICE = re.compile(r"/notices/\d+/")
DEEPEST = 40


def names_on(path: str) -> re.Pattern[str]:
    """What may stay as it is on a page: on those of the line also what the site calls its parts."""
    if not path.startswith(LINE):
        return NAMES
    plan = tomllib.loads((ROOT / "lines" / "ningde-12123.toml").read_text(encoding="utf-8"))
    named = {one["name"] for part in plan.values() if isinstance(part, list) for one in part}
    parts = sorted(named | {*plan["prompts"]}, key=len, reverse=True)
    words = ("agent", "alaw", "ulaw", "g722", "opus", "zh", "en", "vip", "SIP INFO", "espeak-ng")
    known = "|".join([*parts, *words, "Debian", "apt install"])
    return re.compile(rf"{NAMES.pattern}|(?<![\w-])({known})(?![\w-])")


def stops_of(who: str) -> list[Stop]:
    return [stop for stop in STOPS if stop.who == who and stop.status == 200 and not stop.press]


@pytest.mark.parametrize("who", WHO)
def test_pages_in_chinese_have_no_fault_and_no_english(page: Page, who: str) -> None:
    if who:
        sign_in(page, who)
    wrong: list[str] = []
    for stop in stops_of(who):
        go(page, stop)
        english = look.english_left(look.texts(page), names_on(stop.path))
        if stop.path == "/api/":  # full of names and codes; what is told of them is in Chinese
            english = {text for text in english if look.SENTENCE.search(text)}
        found = [*look.faults(page), *(f"English: {text}" for text in sorted(english))]
        wrong += [f"{stop.name}: {one}" for one in found]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", WHO)
def test_pages_in_english_have_no_chinese_but_data(page: Page, who: str) -> None:
    in_english(page)
    if who:
        sign_in(page, who)
    data = look.data_of_the_demonstration()
    wrong: list[str] = []
    for stop in stops_of(who):
        go(page, stop)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        found = look.chinese_left(look.texts(page), data)
        wrong += [f"{stop.name}: {one}" for one in sorted(found)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "who", ["nd-manager", "loan-decider", "secadmin", "auditadmin", "sysadmin"]
)
def test_every_link_leads_to_a_page_that_this_person_may_see(page: Page, who: str) -> None:
    sign_in(page, who)
    start = urlsplit(page.url).path
    known, waiting, wrong = {start, "/"}, deque([start]), {}
    shapes: dict[str, int] = {}
    while waiting:
        path = waiting.popleft()
        answer = page.request.get(path, max_redirects=0)
        if answer.status == 302 and NOTICE.fullmatch(path):
            waiting.append(answer.headers["location"])  # it is read now, and leads to its page
        elif answer.status != 200:
            wrong[path] = answer.status
        elif "text/html" in answer.headers["content-type"]:
            fresh = [link for link in links(answer.text(), path) if link not in known]
            for link in fresh:
                # Pages of one kind differ in numbers only; a few of each kind are enough.
                shape = re.sub(r"\d+", "0", link)
                shapes[shape] = shapes.get(shape, 0) + 1
                if shapes[shape] <= 1 and len(shapes) <= DEEPEST:
                    waiting.append(link)
            known.update(fresh)
    assert wrong == {}
    assert len(known) > 3


def links(html: str, base: str) -> list[str]:
    found = re.findall(r'<a\b[^>]*?\shref="([^"#]+)', html)
    paths = [urljoin(base, link.replace("&amp;", "&")) for link in found]
    # Statements take long to make, and are made elsewhere.
    return [path for path in dict.fromkeys(paths) if path.startswith("/") and PAPER not in path]


def test_a_language_is_kept_by_the_person(visit: Visit) -> None:
    page = visit()
    sign_in(page, "loan-purchaser")
    expect(page.locator("nav.side")).to_contain_text("条款看板")
    page.locator("form.language button").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("/c/post-loan/$"))
    expect(page.locator("nav.side")).to_contain_text("Clause board")
    sign_out(page)
    # At another machine, too; and back again.
    other = visit()
    sign_in(other, "loan-purchaser")
    expect(other.locator("nav.side")).to_contain_text("Clause board")
    other.locator("form.language button").click()
    expect(other.locator("nav.side")).to_contain_text("条款看板")
