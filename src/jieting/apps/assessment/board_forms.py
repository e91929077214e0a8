"""The filter of the board: month, kind of clause, whose move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from jieting.apps.assessment.board_evidence import SIDES
from jieting.apps.base.words import later
from jieting.apps.contracts.words import KINDS
from jieting.domain.contracts.board.standing import Side, Standing, State
from jieting.domain.periods import Month
from jieting.domain.said import say

_ALL = ("", later(say("all")))
NOBODY = "nobody"


class BoardFilter(forms.Form):
    """Which month, and which of its clauses."""

    month = forms.ChoiceField(label=later(say("Month")), required=False)
    kind = forms.ChoiceField(
        label=later(say("Kind")),
        required=False,
        choices=[_ALL, *((kind, later(words)) for kind, words in KINDS.items())],
    )
    side = forms.ChoiceField(
        label=later(say("Whose move")),
        required=False,
        choices=[
            _ALL,
            (Side.SUPPLIER.value, later(SIDES[Side.SUPPLIER])),
            (Side.PURCHASER.value, later(SIDES[Side.PURCHASER])),
            (NOBODY, later(say("nobody"))),
        ],
    )
    state = forms.ChoiceField(
        required=False,
        choices=[("", ""), *((state.value, "") for state in State)],
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, months: Sequence[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(str(month), str(month)) for month in months]

    def asked(self, name: str) -> str:
        """The value asked for; '' where none is, or one that there is not."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))

    def takes(self, standing: Standing) -> bool:
        """Whether a clause is one of those asked for, whatever its state."""
        kind, side = self.asked("kind"), self.asked("side")
        if kind not in ("", standing.clause.kind):
            return False
        if side == NOBODY:
            return standing.side is None
        return not side or (standing.side is not None and standing.side.is_moved_by(Side(side)))
