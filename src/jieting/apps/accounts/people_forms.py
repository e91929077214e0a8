"""The forms of the security administrator's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from jieting.apps.accounts.models import Party
from jieting.apps.accounts.people import STATES, Wanted, parties
from jieting.apps.accounts.people_rules import contracts_of_party, roles_for
from jieting.apps.accounts.roles import Office
from jieting.apps.accounts.words import ROLE_WORDS, role_word
from jieting.apps.base.words import later, tell
from jieting.domain.said import say

_NAME = RegexValidator(
    r"^[\w.@+-]+$", later(say("Letters, digits and . @ + - _ only, without spaces."))
)
KINDS = {
    Party.Kind.SUPPLIER: say("Supplier"),
    Party.Kind.PURCHASER: say("Purchaser"),
}


class PeopleFilter(forms.Form):
    """The filters above the list of people."""

    text = forms.CharField(required=False, max_length=100, label=later(say("Full name")))
    party = forms.ChoiceField(required=False, label=later(say("Party")))
    role = forms.ChoiceField(required=False, label=later(say("Role")))
    state = forms.ChoiceField(required=False, label=later(say("State")))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["text"].widget.attrs["data-filter"] = ""
        _choose(self.fields["party"], [(party.pk, party.name) for party in parties()])
        _choose(self.fields["role"], [(str(one), tell(word)) for one, word in ROLE_WORDS.items()])
        _choose(self.fields["state"], [(name, tell(word)) for name, word in STATES.items()])

    def wanted(self) -> Wanted:
        """What was asked for; a choice that does not exist asks for nothing."""
        self.is_valid()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in self.fields})


class NewPersonForm(forms.Form):
    """A new person of a party with roles, or of an office; the party is chosen before."""

    username = forms.CharField(
        max_length=150,
        validators=[_NAME],
        label=later(say("Sign-in name")),
        help_text=later(say("Capital letters make no difference.")),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    name = forms.CharField(max_length=100, label=later(say("Full name")))

    def __init__(self, *args: Any, party: Party | None, **values: Any) -> None:
        super().__init__(*args, **values)
        # One field for each contract of the party, named after the contract's id.
        self.contracts = contracts_of_party(party.pk) if party else []
        roles = roles_for(party) if party else []
        for contract in self.contracts:
            self.fields[f"in {contract.pk}"] = forms.MultipleChoiceField(
                label=tell(say("Roles in {contract}", contract=contract.title)),
                widget=forms.CheckboxSelectMultiple,
                required=False,
                choices=[(str(role), tell(role_word(role))) for role in roles],
            )

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The roles that were ticked, as contract and role."""
        return tuple(
            (contract.pk, role)
            for contract in self.contracts
            for role in self.cleaned_data[f"in {contract.pk}"]
        )


class RoleForm(forms.Form):
    """One more role for a person, in a contract of the person's party."""

    contract = forms.ChoiceField(label=later(say("In contract")))
    role = forms.ChoiceField(label=later(say("Role")))

    def __init__(self, *args: Any, party: Party, **values: Any) -> None:
        super().__init__(*args, **values)
        contract: Any = self.fields["contract"]
        contract.choices = [(one.pk, one.title) for one in contracts_of_party(party.pk)]
        role: Any = self.fields["role"]
        role.choices = [(str(one), tell(role_word(one))) for one in roles_for(party)]


class ReasonForm(forms.Form):
    """Why something is done to a person."""

    reason = forms.CharField(max_length=500, label=later(say("Reason")))


class OutsideForm(forms.Form):
    """By which name a person is known at the company's own sign-in."""

    outside_name = forms.CharField(
        max_length=200,
        required=False,
        label=later(say("Name at the company's sign-in")),
        help_text=later(say("The user name or the verified e-mail there; empty for none.")),
    )


class PartyForm(forms.Form):
    """A new organisation."""

    id = forms.SlugField(
        max_length=64,
        label=later(say("Id")),
        help_text=later(say("Small letters, digits and hyphens; it cannot be changed.")),
    )
    name = forms.CharField(max_length=200, label=later(say("Name")))
    kind = forms.ChoiceField(label=later(say("Side")))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        field: Any = self.fields["kind"]
        field.choices = [(str(kind), tell(word)) for kind, word in KINDS.items()]


def office_choices() -> list[tuple[str, str]]:
    """The offices, as pairs of name and words."""
    return [(office.value, tell(role_word(office))) for office in Office]


def _choose(field: Any, choices: list[tuple[str, str]]) -> None:
    field.choices = [("", tell(say("All"))), *choices]
