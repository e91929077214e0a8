"""What an inspection draws from: each population's list of ids, given by the app that knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jieting.apps.calls.month_ids import agents_of, inbound_ids
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import say
from jieting.domain.sampling.draw import Population, population_of

Provider = Callable[[str, Month, Contract], Iterable[str]]
"""Takes a contract's id, a month and the terms; the ids of the population."""

_providers: dict[str, Provider] = {}


def register_population(name: str, provider: Provider) -> None:
    """Ask ``provider`` for the population of that name; called once the apps are ready."""
    _providers[name] = provider


def register_own() -> None:
    """The populations that the kept calls tell."""
    register_population("calls", _calls)
    register_population("recorded_calls", _recorded)
    register_population("employment_contracts", _agents)
    register_population("confidentiality_agreements", _agents)


def population(contract_id: str, name: str, month: Month, terms: Contract) -> Population:
    """The population as it is now. Errors: BadInput for an id that no list could hold."""
    ids = list(_providers[name](contract_id, month, terms))
    try:
        return population_of(ids)
    except ValueError as error:
        raise BadInput([_no_list(str(error))]) from error


def _calls(contract_id: str, month: Month, terms: Contract) -> Iterable[str]:
    return inbound_ids(contract_id, month.period(terms.zone))


def _recorded(contract_id: str, month: Month, terms: Contract) -> Iterable[str]:
    return inbound_ids(contract_id, month.period(terms.zone), recorded=True)


def _agents(contract_id: str, month: Month, terms: Contract) -> Iterable[str]:
    return agents_of(contract_id, month.period(terms.zone))


def _no_list(told: str) -> Finding:
    return Finding(
        "inspection_no_list",
        say("An id has a line break or is empty: {told}.", told=told),
        say("The population could not be written as a list, and the draw not repeated."),
        say("Correct the id where it comes from, and order the inspection again."),
        Place(column="population"),
    )
