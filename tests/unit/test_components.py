"""The components: each shows what it was given, in words as well as in colour."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import say, verbatim
from jieting.web.charts import with_table
from jieting.web.states import STATES
from tests.unit.component_samples import sample
from tools.assets import WEB

VOID = {"br", "hr", "img", "input", "link", "meta", "use"}
NAMES_IDS = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "popovertarget")


class Page(HTMLParser):
    """A page taken apart: tags that do not close, ids, and what refers to ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.named: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in (*NAMES_IDS, "data-opens"):
                self.named.update((value or "").split())

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(f"</{tag}> at {self.getpos()}")


class Order(forms.Form):
    title = forms.CharField(help_text="Short.")
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def _shown(text: str, address: str = "/", **values: object) -> str:
    request = RequestFactory().get(address)
    template = Template("{% load words components %}" + text)
    return template.render(Context({"request": request, **values}))


@pytest.mark.parametrize("name", STATES)
def test_a_state_is_an_icon_and_a_word(name: str) -> None:
    shown = _shown("{% badge name %}", name=name)
    assert f"#{STATES[name].icon}" in shown
    assert str(STATES[name].word) in shown


def test_a_state_that_nobody_described_is_shown_by_its_name() -> None:
    assert "paused" in _shown('{% badge "paused" %}')


def test_a_number_opens_its_list_or_is_only_a_number() -> None:
    assert '<a class="opens" href="/calls"' in _shown('{% opens 12 "/calls" %}')
    assert "<a" not in _shown("{% opens 12 %}")


def test_text_of_data_cannot_become_html() -> None:
    shown = _shown("{% panel title=t %}{{ t }}{% endpanel %}{% opens t t %}", t="<b>'\"</b>")
    assert "<b>" not in shown
    assert shown.count("&lt;b&gt;") >= 4


@pytest.mark.parametrize(
    ("address", "leads_to", "order"),
    [
        ("/?queue=a", "?queue=a&amp;sort=wait", ""),
        ("/?queue=a&sort=wait&after=7", "?queue=a&amp;sort=-wait", "ascending"),
        ("/?sort=-wait", "?sort=wait", "descending"),
        ("/?sort=other", "?sort=wait", ""),
    ],
)
def test_a_head_sorts_keeps_the_filters_and_starts_again(
    address: str, leads_to: str, order: str
) -> None:
    shown = _shown('{% sortable "wait" "Wait" number=True %}', address)
    assert f'href="{leads_to}"' in shown
    assert (f'aria-sort="{order}"' in shown) if order else ("aria-sort" not in shown)


def test_a_field_names_its_help_and_its_errors() -> None:
    shown = _shown("{% fields form %}", form=Order({}))
    told = re.search(r'name="title"[^>]*aria-describedby="([^"]+)"', shown)
    assert told
    assert [f'id="{name}"' in shown for name in told[1].split()] == [True, True]
    assert 'aria-invalid="true"' in shown
    assert '<label class="form-label" for="id_title"' in shown


def test_choices_stand_in_a_fieldset_that_names_its_error() -> None:
    shown = _shown("{% field form.way %}", form=Order({}))
    assert re.search(r'<fieldset aria-describedby="id_way_error"', shown)
    assert 'id="id_way_error"' in shown


def test_a_confirmation_posts_with_a_reason_that_is_required() -> None:
    values = {"id": "undo", "title": "Undo?", "text": "1,204 calls go.", "action": "/undo/"}
    shown = render_to_string(
        "components/confirm.html",
        {**values, "button": "Undo", "reason": True, "hidden": {"a": 1}, "csrf_token": "TOKEN"},
    )
    assert '<dialog class="dialog" id="undo" aria-labelledby="undo-title">' in shown
    assert 'method="post" action="/undo/"' in shown
    assert 'value="TOKEN"' in shown
    assert re.search(r'<textarea[^>]*name="reason"[^>]*required', shown)
    assert '<input type="hidden" name="a" value="1">' in shown


def test_a_finding_says_what_where_why_and_what_to_do() -> None:
    finding = Finding(
        "c", verbatim("no outcome"), verbatim("base is wrong"), verbatim("add it"),
        Place("calls.csv", 214, "outcome"), Severity.WARNING,
    )  # fmt: skip
    shown = render_to_string("components/findings.html", {"findings": [finding]})
    for part in ("no outcome", "calls.csv:214:outcome", "base is wrong", "add it", "Warning"):
        assert part in shown


def test_a_progress_bar_asks_again_only_while_it_is_told_to() -> None:
    values = {"value": 34_000, "full": 100_000, "label": "Import"}
    going = render_to_string("components/progress.html", {**values, "poll": "/imports/1/"})
    assert 'hx-get="/imports/1/"' in going
    assert "34,000 / 100,000" in going
    assert "hx-get" not in render_to_string("components/progress.html", values)


def test_the_table_beside_a_chart_has_every_number_with_its_link() -> None:
    data = {
        "categories": ["10-01", "10-02"],
        "series": [
            {"name": "rate", "unit": "%", "data": [{"value": "88.2", "href": "/d1"}, None]},
            {"name": "calls", "data": [12]},
        ],
    }
    table = with_table("days", data)
    assert list(table.heads) == ["rate", "calls"]
    assert [[cell.shown for cell in cells] for _, cells in table.rows] == [
        ["88.2%", "12"],
        ["–", "–"],
    ]
    shown = _shown('{% chart "days" id="d" data=data title="Days" %}', data=data)
    assert '<script id="d-data" type="application/json">' in shown
    assert 'data-source="#d-data"' in shown
    assert '<a class="opens" href="/d1">88.2%</a>' in shown


def test_the_table_beside_a_heatmap_has_a_row_for_each_row() -> None:
    cells = [{"row": 1, "column": 0, "value": 7, "href": "/x"}]
    data = {"rows": ["a", "b"], "columns": ["08:00", "08:30"], "name": "calls", "cells": cells}
    table = with_table("heatmap", data)
    assert [(name, [cell.shown for cell in row]) for name, row in table.rows] == [
        ("a", ["–", "–"]),
        ("b", ["7", "–"]),
    ]


@pytest.mark.parametrize("code", [400, 403, 404, 413, 429, 500])
def test_an_error_page_needs_no_request_and_no_database(code: int) -> None:
    shown = render_to_string(f"errors/{code}.html", {"request_id": "r-1"})
    assert str(code) in shown
    assert "What to do" in shown
    assert "r-1" in shown
    assert '<html lang="en">' in shown


def test_the_frame_shows_where_one_is_and_what_is_simulated() -> None:
    item = {"title": say("Calls"), "url": "/c", "icon": "x", "active": True, "shortcut": "c"}
    page = {
        "navigation": [{"title": "", "items": [item]}],
        "crumbs": [("Ningde", "/b"), ("Calls", None)],
        "simulated": True,
        "person": {"name": "Chen", "party": "Supplier", "role": "manager"},
    }
    shown = render_to_string("base.html", page, RequestFactory().get("/c"))
    assert 'href="/c" class="active" aria-current="page" data-shortcut="c"' in shown
    assert "Simulated data" in shown
    assert '<a href="/b">Ningde</a>' in shown
    assert '<main class="main" id="content"' in shown
    plain = render_to_string("base.html", {**page, "simulated": False}, RequestFactory().get("/c"))
    assert "Simulated data" not in plain


def test_every_component_says_what_it_takes() -> None:
    files = sorted((WEB / "templates" / "components").glob("*.html"))
    silent = {"head.html", "required.html", "_catalogue.html"}
    told = {file.name for file in files if file.read_text("utf-8").startswith("{% comment %}")}
    assert {file.name for file in files} - silent - told == set()


def test_the_catalogue_of_all_components_is_sound_html() -> None:
    request = RequestFactory().get("/")
    page = Page(render_to_string("components/_catalogue.html", sample(), request))
    assert page.wrong == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert page.named - set(page.ids) == set()
    assert len(page.named) > 20
