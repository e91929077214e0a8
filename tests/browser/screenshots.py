"""Pictures of every page: ``python -m tests.browser.screenshots [NAME ...]``.

They lie in ``build/screenshots`` with an ``index.html``; with names, only those pages are taken.
Exit code 1 where a page did not answer as it should; its picture is taken all the same.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.browser.authenticator import code
from tests.browser.chromium import LAUNCH, PERSON, path_of_chromium
from tests.browser.foreign import foreign_file, say_what_the_columns_are, upload
from tests.browser.look import TYPED, settled
from tests.browser.pages import CALLS, MONTH, NINGDE, ROW, STOPS, Stop
from tests.browser.people import EVERYONE, give
from tests.browser.room import served

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"
# The demonstration's own policy: everybody walks in, but for one who shows the second factor.
POLICY = {"JIETING_TOTP_ROLES": "trainer"}
HOMES = tuple(Stop(f"home-of-{name}", name, "/") for name in EVERYONE)
OFFICE, PHONE = (1366, 768), (390, 844)
PAUSE_MS = 300


@dataclass
class Camera:
    """Takes pictures in one language and size; each person signs in once."""

    browser: Browser
    address: str
    name: str
    language: str
    size: tuple[int, int]
    stops: Sequence[Stop]
    scenes: Mapping[str, tuple[str, Callable[[Page], None]]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    people: dict[str, BrowserContext] = field(default_factory=dict)

    def take_all(self, wanted: Sequence[str]) -> None:
        """The pictures of the set, those that are wanted; none named is all."""
        (SHOTS / self.name).mkdir(parents=True, exist_ok=True)
        for stop in self.stops:
            if not wanted or stop.name in wanted:
                self._take(stop.name, stop.who, partial(go, stop=stop), whole=not stop.press)
        for name, (who, act) in self.scenes.items():
            if not wanted or name in wanted:
                self._take(name, who, act, whole=act is not definition)
        for context in self.people.values():
            context.close()

    def _take(
        self, name: str, who: str, act: Callable[[Page], object], *, whole: bool = True
    ) -> None:
        if who not in self.people:
            self.people[who] = self._come(who)
        page = self.people[who].new_page()
        try:
            act(page)
        except (Error, AssertionError) as error:
            self.failed.append(f"{self.name}/{name}: {str(error).splitlines()[0]}")
        page.wait_for_timeout(PAUSE_MS)  # a chart moves a little before it stands
        page.screenshot(path=SHOTS / self.name / f"{name}.png", full_page=whole)
        page.close()

    def _come(self, who: str) -> BrowserContext:
        width, height = self.size
        size = {"viewport": {"width": width, "height": height}}
        context = self.browser.new_context(**{**PERSON, **size, "base_url": self.address})
        context.add_cookies([{"name": "language", "value": self.language, "url": self.address}])
        if who:
            page = context.new_page()
            page.goto("/accounts/login/")
            give(page, who)
            page.wait_for_url(lambda url: "/accounts/login/" not in url)
            page.close()
        return context


def go(page: Page, stop: Stop) -> None:
    """Be at the stop. Errors: AssertionError where a page does not answer as it should."""
    answer = page.goto(stop.path)
    for link in stop.follow:
        with page.expect_navigation() as navigation:
            page.locator(link).first.click()
        answer = navigation.value
    status = answer.status if answer else 0
    if status != stop.status:
        raise AssertionError(f"{page.url} answered {status} instead of {stop.status}")
    settled(page)
    for button in stop.press:
        page.locator(button).first.click()


def mapping(page: Page) -> None:
    """Columns of a foreign file, all of them told."""
    with tempfile.TemporaryDirectory() as folder:
        upload(page, foreign_file(Path(folder)))
    say_what_the_columns_are(page)


def checked(page: Page) -> None:
    """The dry run of a file with bad rows."""
    mapping(page)
    page.locator("button[name=do][value=use]").click()
    page.locator("form[action$='/keep/']").wait_for()


def locked(page: Page) -> None:
    """The door after too many failures."""
    page.goto("/accounts/login/")
    while page.locator("[name=login]").count():
        give(page, "loan-agent", "a-guess")
        page.wait_for_load_state()


def recovery_codes(page: Page) -> None:
    """What is shown once, after the second factor is set up."""
    page.goto("/")
    page.locator("[name=code]").fill(code(page.locator("code.secret").inner_text()))
    page.locator("main form:has([name=code]) [type=submit]").click()
    page.locator("ul.codes").wait_for()


def unmasked(page: Page) -> None:
    """A call whose caller's number is shown."""
    go(page, Stop("call", "", f"{CALLS}?outcome=answered&all=1", (ROW,)))
    page.locator("[data-opens=unmask]").click()
    page.locator("dialog#unmask textarea").fill(TYPED[0])
    page.locator("dialog#unmask [type=submit]").click()
    page.wait_for_url(re.compile("/caller/"))


def token_made(page: Page) -> None:
    """A new token, shown once."""
    page.goto(f"{NINGDE}tokens/")
    page.locator("[name=name]").fill("话务平台")
    page.locator("main [type=checkbox]").first.check()
    page.locator("main form [type=submit]").last.click()
    page.locator("main pre").wait_for()


def definition(page: Page) -> None:
    """What a figure is, beside its number."""
    page.goto(MONTH)
    settled(page)
    page.locator(".defines").first.click()


SCENES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "import-mapping": ("loan-supervisor", mapping),
    "import-checked": ("loan-supervisor", checked),
    "locked": ("", locked),
    "recovery-codes": ("nd-trainer", recovery_codes),
    "caller-shown": ("nd-supervisor", unmasked),
    "token-made": ("nd-manager", token_made),
    "definition": ("nd-manager", definition),
}
"""Pages that stand at the end of something that a person does."""


def sets(browser: Browser, address: str) -> Iterable[Camera]:
    """Which pictures are taken."""
    # A phone has no keys, and no button that lists them.
    phone = [stop for stop in STOPS if stop.status == 200 and stop.name != "keys"]
    yield Camera(browser, address, "zh-1366", "zh-hans", OFFICE, (*STOPS, *HOMES), SCENES)
    yield Camera(browser, address, "en-1366", "en", OFFICE, STOPS)
    yield Camera(browser, address, "zh-390", "zh-hans", PHONE, phone)


def index() -> None:
    """A page with all pictures, those of one page beside each other."""
    names = sorted({path.stem for path in SHOTS.glob("*/*.png")})
    order = [*(stop.name for stop in (*STOPS, *HOMES)), *SCENES]
    rows = []
    for name in sorted(names, key=lambda one: order.index(one) if one in order else len(order)):
        found = sorted(SHOTS.glob(f"*/{name}.png"), reverse=True)
        links = [path.relative_to(SHOTS).as_posix() for path in found]
        pictures = "".join(
            f'<figure><a href="{link}"><img src="{link}" alt="" loading="lazy"></a>'
            f"<figcaption>{escape(link)}</figcaption></figure>"
            for link in links
        )
        rows.append(f"<h2>{escape(name)}</h2><div>{pictures}</div>")
    style = "div{display:flex;gap:1rem;align-items:start}figure{margin:0}img{width:30vw}"
    head = f'<!doctype html><meta charset="utf-8"><title>Jieting</title><style>{style}</style>'
    (SHOTS / "index.html").write_text(head + "\n".join(rows), encoding="utf-8")


def main(wanted: Sequence[str]) -> int:
    """Take the pictures."""
    if not wanted:
        shutil.rmtree(SHOTS, ignore_errors=True)
    failed: list[str] = []
    with served(POLICY) as room, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path_of_chromium(), args=LAUNCH)
        for camera in sets(browser, room.address):
            camera.take_all(wanted)
            failed += camera.failed
        browser.close()
    index()
    sys.stdout.write("".join(f"{line}\n" for line in failed))
    sys.stdout.write(f"{SHOTS / 'index.html'}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
