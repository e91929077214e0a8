"""How both parties work on the books in a browser: moves and their steps, seals, statements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator, Page, expect

from jieting.cli.room_people import PASSWORD
from tests.browser.look import settled

POLICY = {
    "JIETING_TOTP_ROLES": "trainer",
    "JIETING_ADDRESS_FAILURES": "500",
}
EVIDENCE: FilePayload = {
    "name": "证明材料.txt",
    "mimeType": "text/plain",
    "buffer": "模拟证明材料\n".encode(),
}
MOVE = re.compile(r"/moves/\d+/$")
HEAD = (
    "call_id,direction,queue,arrived_at,queued_at,answered_at,ended_at,outcome,agent",
    "{id},inbound,{queue},{day} {at}:00,{day} {at}:05,{day} {at}:12,{day} {at}:50,answered,7001",
    "{id},inbound,{queue},{day} {at}:00,{day} {at}:05,,{day} {at}:50,abandoned,",
)


def call_list(
    path: Path, queue: str, days: Mapping[str, tuple[int, int]], mark: str, hour: str = "10"
) -> Path:
    """A file of calls in one hour of the day: of each day how many were answered, and abandoned."""
    head, answered, abandoned = HEAD
    lines = [head]
    for day, (served, lost) in days.items():
        for number in range(served + lost):
            form = answered if number < served else abandoned
            at, name = f"{hour}:{number:02}", f"{mark}-{day}-{number:02}"
            lines.append(form.format(id=name, queue=queue, day=day, at=at))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def bring(page: Page, home: str, file: Path) -> None:
    """Import a file whose columns are ours."""
    page.goto(f"{home}imports/new/")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[data-upload] [type=submit]").click()
    page.locator("form[action$='/keep/'] [type=submit]").click()
    expect(page.locator("[data-opens=undo]")).to_be_visible()


def open_move(
    page: Page, path: str, facts: Mapping[str, str], files: Sequence[FilePayload] = ()
) -> str:
    """Fill in the form at an address and send it; the address of the move that it opened."""
    page.goto(path)
    form = page.locator(f"form[action='{urlsplit(path).path}']")
    fill(form, facts, files)
    form.locator("[type=submit]").click()
    page.wait_for_url(MOVE)
    return urlsplit(page.url).path


def take(
    page: Page,
    move: str,
    step: str,
    facts: Mapping[str, str] | None = None,
    files: Sequence[FilePayload] = (),
) -> None:
    """Take a step on the page of a move."""
    page.goto(move)
    unfolded(page, step)
    form = page.locator(f"form[action='{move}steps/{step}/']")
    fill(form, facts or {}, files)
    form.locator("[type=submit]").click()
    expect(page.locator(f"form[action='{move}steps/{step}/']")).to_have_count(0)
    expect(page).to_have_url(re.compile(f"{move}$"))


def unfolded(page: Page, step: str) -> None:
    """Have the form of a step before one."""
    settled(page)  # the effect comes after the page, and what stands below it moves down
    part = page.locator(f"#step-{step}")
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    expect(part).to_have_attribute("open", "")


def fill(form: Locator, facts: Mapping[str, str], files: Sequence[FilePayload]) -> None:
    """Type answers into the fields of a form by their names."""
    for name, value in facts.items():
        field = form.locator(f"[name='{name}']")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    if files:
        form.locator("[name=files]").set_input_files(list(files))


def effect(page: Page, what: str) -> tuple[str, str]:
    """What the first outcome that changes anything would change: before and after."""
    page.locator("#effect :is(table, .board-nothing)").first.wait_for()
    row = page.locator("#effect table").first.locator("tbody tr", has_text=what).first
    cells = row.locator("td").all_inner_texts()
    return cells[1].strip(), cells[2].strip()


def numbers(text: str) -> list[str]:
    """The numbers of a text, without the commas that help the eye."""
    return re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))


def figure(page: Page, month: str, clause: str) -> list[str]:
    """A figure as the month's page shows it: result, numerator, denominator."""
    page.goto(month)
    cells = figure_row(page, clause).locator("td.number").all_inner_texts()
    return [numbers(cells[place])[0] for place in (2, 0, 1)]


def figure_row(page: Page, clause: str) -> Locator:
    """The row of a figure on the month's page that is open."""
    return page.locator("#figures tbody tr", has=page.locator(f"a.row-link:text-is('{clause}')"))


def points(page: Page, clause: str) -> str:
    """What a line has earned, on the month's page that is open."""
    row = page.locator("#lines tbody tr", has=page.locator(f"a.row-link:text-is('{clause}')"))
    return row.locator("td.number").nth(1).inner_text().strip()


def waits(page: Page, home: str, address: str) -> bool:
    """Whether something waits for the person who looks, by the inbox."""
    page.goto(f"{home}inbox/")
    return page.locator(f"#mine a.row-link[href='{address}']").count() == 1


def draw(page: Page, seal: str, reason: str = "") -> None:
    """Draw up a month, or with a reason a correction of it."""
    page.goto(seal)
    form = page.locator("form[action$='/draw/']")
    if reason:
        form.locator("[name=reason]").fill(reason)
    form.locator("[type=submit]").click()
    expect(page.locator("#to-sign")).to_be_visible()


def sign(page: Page, path: str, password: str = PASSWORD) -> None:
    """Sign what is drawn up at an address, with the password once more."""
    page.goto(path)
    form = page.locator("form[action$='/sign/']")
    form.locator("[name=password]").fill(password)
    form.locator("[type=submit]").click()
    page.wait_for_load_state()


def saved(page: Page, link: str, place: Path) -> Path:
    """What a link of the open page downloads."""
    with page.expect_download() as downloading:
        page.locator(link).first.evaluate("one => one.click()")
    downloading.value.save_as(place)
    return place
