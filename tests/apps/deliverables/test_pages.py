from __future__ import annotations

import pytest
from django.urls import reverse

from jieting.apps.accounts.roles import Role
from jieting.apps.base.waiting import waiting_for
from jieting.apps.deliverables.contents import Typed
from jieting.apps.deliverables.models import Document
from jieting.domain.contracts.board.standing import Side
from tests.apps.deliverables.conftest import BEFORE, DEADLINE, NINGDE, TEXTS, Books

SELF = "self_assessment"


class Page:
    """A person at a browser, on the page of a deliverable; the clock stands before its deadline."""

    def __init__(self, books: Books, name: str, role: Role) -> None:
        self.client = books.world.client(role)
        self.client.cookies["language"] = "en"
        self.number = books.number(name)
        route = "deliverable_self" if name == SELF else "deliverable_report"
        self.url = reverse(route, args=[NINGDE, self.number])

    def get(self) -> str:
        return self.client.get(self.url).content.decode()

    def post(self, **fields: object):
        return self.client.post(self.url, fields)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    from jieting.apps.deliverables import views

    monkeypatch.setattr(views.timezone, "now", lambda: BEFORE)


def test_the_calendar_shows_what_is_next_and_the_months_to_both_sides(books: Books) -> None:
    books.submit("operations", BEFORE)
    for role, button in ((Role.CONTRACT_MANAGER, "Write"), (Role.DECIDER, "Look through")):
        client = books.world.client(role)
        client.cookies["language"] = "en"
        page = client.get(reverse("deliverables", args=[NINGDE])).content.decode()
        assert "due in 3 days" in page
        assert "handed in 10-02 18:00:00, in time" in page
        assert button in page


def test_a_contract_that_names_nothing_says_what_to_do(books: Books) -> None:
    client = books.world.client(Role.CONTRACT_MANAGER, "post-loan")
    client.cookies["language"] = "en"
    page = client.get(reverse("deliverables", args=["post-loan"])).content.decode()
    assert "names nothing to hand in" in page


def test_parts_are_written_saved_and_seen_by_the_own_side_only(books: Books) -> None:
    page = Page(books, "operations", Role.CONTRACT_MANAGER)
    assert "Report in words" in page.get()
    assert page.post(do="save", revision="0", **{"part-0": "quiet"}).status_code == 302
    assert "quiet" in page.get()
    other = Page(books, "operations", Role.DECIDER).get()
    assert "quiet" not in other
    assert "Nothing is handed in yet" in other


def test_the_second_of_two_keeps_what_was_typed_and_sees_the_other_s(books: Books) -> None:
    first = Page(books, "operations", Role.CONTRACT_MANAGER)
    first.post(do="save", revision="0", **{"part-0": "theirs"})
    answer = first.post(do="save", revision="0", **{"part-0": "mine"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert ">mine</textarea>" in page
    assert "theirs" in page
    assert 'name="revision" value="1"' in page
    assert first.post(do="save", revision="1", **{"part-0": "both"}).status_code == 302


def test_a_typed_text_cannot_break_out_of_the_page(books: Books) -> None:
    page = Page(books, "operations", Role.CONTRACT_MANAGER)
    page.post(do="save", revision="0", **{"part-0": "</textarea><script>x</script>"})
    assert "<script>x" not in page.get()


def test_what_is_handed_in_is_read_downloaded_returned_and_waits_again(books: Books) -> None:
    mine = Page(books, "operations", Role.CONTRACT_MANAGER)
    parts = {f"part-{n}": text for n, text in enumerate(TEXTS.texts.values())}
    assert mine.post(do="submit", revision="0", **parts).status_code == 302
    theirs = Page(books, "operations", Role.DECIDER)
    assert "平稳" in theirs.get()
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        url = reverse("deliverable_preview", args=[NINGDE, mine.number, form])
        assert theirs.client.get(url).content.startswith(begins)
    review = reverse("deliverable_review", args=[NINGDE, mine.number])
    seen = {"do": "return", "revision": "2"}
    assert theirs.client.post(review, {**seen, "part": "热点问题"}).status_code == 422
    answer = theirs.client.post(review, {**seen, "part": "热点问题", "text": "请补充"})
    assert answer.status_code == 302
    page = mine.get()
    assert "请补充" in page
    assert "Returned by the purchaser" in page
    assert [w.url for w in waiting_for(NINGDE, Side.SUPPLIER) if "Returned" in str(w.title)] == [
        mine.url
    ]


def test_a_supplier_does_not_review_its_own_report(books: Books) -> None:
    books.submit("operations", BEFORE)
    mine = Page(books, "operations", Role.CONTRACT_MANAGER)
    review = reverse("deliverable_review", args=[NINGDE, mine.number])
    answer = mine.client.post(review, {"do": "accept", "revision": "2"})
    assert answer.status_code == 409
    assert books.move("operations").state == "submitted"


def test_a_value_without_a_reason_is_shown_again_with_what_was_typed(books: Books) -> None:
    page = Page(books, SELF, Role.CONTRACT_MANAGER)
    assert "By the books" in page.get()
    answer = page.post(do="save", revision="0", **{"value-N-5.2.1": "9.25"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="9.25"' in text
    assert "no reason is given" in text
    assert not Document.objects.exists()


def test_the_purchaser_ticks_an_untrue_item_beside_both_values(books: Books) -> None:
    values = {"N-5.2.1": {"value": "9.25", "reason": "own finding"}}
    books.submit(SELF, BEFORE, Typed(values=values))
    page = Page(books, SELF, Role.DECIDER)
    text = page.get()
    assert "9.25" in text
    assert "own finding" in text
    assert 'name="untrue-N-5.2.1"' in text
    answer = page.client.post(
        reverse("deliverable_review", args=[NINGDE, page.number]),
        {"do": "return", "revision": "2", "text": "no", "untrue-N-5.2.1": "1",
         "why-N-5.2.1": "two findings"},
    )  # fmt: skip
    assert answer.status_code == 302
    assert books.move(SELF).facts["untrue_items"] == ["N-5.2.1: two findings"]


def test_figures_that_moved_are_taken_again_and_the_words_kept(books: Books) -> None:
    from tests.apps.deliverables.test_submitting import make_september_calls

    page = Page(books, "operations", Role.CONTRACT_MANAGER)
    page.post(do="save", revision="0", **{"part-0": "quiet"})
    make_september_calls()
    parts = {f"part-{n}": text for n, text in enumerate(("louder", "good", "none"))}
    answer = page.post(do="submit", revision="1", **parts)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "The books have moved" in text
    assert ">louder</textarea>" in text
    assert page.post(do="submit", revision="2", **parts).status_code == 302


def test_a_page_of_the_wrong_kind_or_number_is_not_there(books: Books) -> None:
    client = books.world.client(Role.CONTRACT_MANAGER)
    wrong = reverse("deliverable_self", args=[NINGDE, books.number("operations")])
    assert client.get(wrong).status_code == 404
    for number in (999, 99_999_999_999):
        assert client.get(reverse("deliverable_report", args=[NINGDE, number])).status_code == 404


def test_overdue_is_said_before_the_job_has_noted_it(books: Books, monkeypatch) -> None:
    from datetime import timedelta

    from jieting.apps.deliverables import views

    monkeypatch.setattr(views.timezone, "now", lambda: DEADLINE + timedelta(seconds=1))
    assert "overdue" in Page(books, "operations", Role.CONTRACT_MANAGER).get()
