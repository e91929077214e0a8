"""The form above the list of moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from jieting.apps.base.words import later
from jieting.apps.moves.forms_fields import MonthField
from jieting.apps.moves.page_words import SIDES
from jieting.domain.books.kinds import KINDS
from jieting.domain.contracts.board.standing import Side
from jieting.domain.said import say

OPEN, ENDED = "open", "ended"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list was asked for; '' everywhere asks for all."""

    kind: str = ""
    state: str = ""
    month: str = ""
    side: str = ""
    word: str = ""


class ListForm(forms.Form):
    """The filters above the list of moves."""

    kind = forms.ChoiceField(required=False, label=later(say("Kind")))
    state = forms.ChoiceField(
        required=False,
        label=later(say("State")),
        choices=[
            ("", later(say("any"))),
            (OPEN, later(say("not concluded"))),
            (ENDED, later(say("concluded"))),
        ],
    )
    side = forms.ChoiceField(
        required=False,
        label=later(say("Waits for")),
        choices=[
            ("", later(say("any"))),
            *((s.value, later(SIDES[s])) for s in (Side.SUPPLIER, Side.PURCHASER)),
        ],
    )
    month = MonthField(required=False, label=later(say("Month")))
    word = forms.CharField(required=False, max_length=100, label=later(say("Number or word")))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, use_required_attribute=False, auto_id="filter-%s", **values)
        kind: Any = self.fields["kind"]
        kind.choices = [("", later(say("any"))), *_titles(KINDS)]
        self.fields["word"].widget.attrs["data-filter"] = ""

    def asked(self) -> Asked:
        """What was asked for; an answer that is wrong asks for nothing, and says so itself."""
        self.is_valid()
        return Asked(**{name: self.cleaned_data.get(name, "") for name in self.fields})


def _titles(names: Iterable[str]) -> list[tuple[str, object]]:
    return [(name, later(KINDS[name].title)) for name in names]
