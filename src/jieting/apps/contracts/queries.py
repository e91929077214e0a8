"""Reading contracts: which text was in force when, as the domain's Contract."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from jieting.apps.contracts.effective import effective
from jieting.apps.contracts.models import Amendment, Contract, Version
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract as Terms
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.periods import Month
from jieting.domain.said import say


def terms_of(version: Version) -> Terms:
    """What a version of a contract says, readings agreed since included."""
    return effective(version).terms


def effective_text(version: Version) -> str:
    """The version's text with the readings that both sides have agreed to marked as agreed."""
    return effective(version).text


def terms_digest(version: Version) -> str:
    """Names what a version says, readings agreed since included."""
    return effective(version).digest


def newest_version(contract_id: str) -> Version:
    """The version that begins last: the one that an amendment follows."""
    return Version.objects.filter(contract_id=contract_id).latest("effective_from", "pk")


def version_in_force(contract_id: str, day: date) -> Version | None:
    """The version in force on a day: the latest that had begun and not ended."""
    begun = Version.objects.filter(contract_id=contract_id, effective_from__lte=day)
    found = begun.order_by("-effective_from", "-pk").first()
    if found is None or (found.effective_to is not None and found.effective_to <= day):
        return None
    return found


def version_of_month(contract_id: str, month: Month) -> Version:
    """The version by which a month is assessed: the one in force on its first day.

    Edge: a contract that began within the month is assessed by its first version.
    Errors: Refused where no version was in force.
    """
    first = date(month.year, month.month, 1)
    found = version_in_force(contract_id, first)
    if found is None:
        found = (
            Version.objects.filter(
                contract_id=contract_id, effective_from__gt=first, effective_from__lt=_after(month)
            )
            .order_by("effective_from", "pk")
            .first()
        )
    if found is None:
        raise Refused(_not_in_force(contract_id, month))
    return found


def terms_of_month(contract_id: str, month: Month) -> Terms:
    """The contract's terms by which a month is assessed. Errors: Refused where none was."""
    return terms_of(version_of_month(contract_id, month))


def zone_of_contract(contract_id: str) -> ZoneInfo:
    """The zone of the newest version; readings agreed since do not change it.

    It is asked for with every batch of calls, so one look finds it. Errors: Version.DoesNotExist.
    """
    found = Version.objects.filter(contract_id=contract_id).order_by("-effective_from", "-pk")
    digest = found.values_list("digest", flat=True).first()
    if digest is None:
        raise Version.DoesNotExist(contract_id)
    return _zone_of_text(digest)


@lru_cache(maxsize=256)
def _zone_of_text(digest: str) -> ZoneInfo:
    """A text never changes, so neither does its zone."""
    return terms_of(Version.objects.filter(digest=digest)[0]).zone


def latest_terms(contract_id: str) -> Terms:
    """The terms of the newest version; for zone and title, which pages need without a month."""
    return terms_of(newest_version(contract_id))


def terms_from(contract_id: str, day: date) -> list[tuple[date, Terms]]:
    """The terms that hold on a day and those that begin later, each with its first day."""
    held = version_in_force(contract_id, day)
    later = Version.objects.filter(contract_id=contract_id, effective_from__gt=day)
    found = [*([held] if held else []), *later.order_by("effective_from", "pk")]
    found = found or [newest_version(contract_id)]
    return [(version.effective_from, terms_of(version)) for version in found]


def first_month(contract_id: str) -> Month:
    """The month in which the contract's first version began: its quarters count from there."""
    days = Version.objects.filter(contract_id=contract_id).order_by("effective_from")
    return Month.of(days.values_list("effective_from", flat=True)[0])


def side_of(contract_id: str, party_id: str) -> Side | None:
    """On which side of a contract a party stands; None where on none."""
    found = Contract.objects.filter(pk=contract_id).values_list("supplier_id", "purchaser_id")
    supplier, purchaser = found.first() or ("", "")
    if party_id and party_id == supplier:
        return Side.SUPPLIER
    return Side.PURCHASER if party_id and party_id == purchaser else None


def open_amendments(contract_id: str) -> list[tuple[int, str]]:
    """The amendments that wait for a decision: number and name of the version."""
    found = Amendment.objects.filter(contract_id=contract_id, state=Amendment.State.PROPOSED)
    return list(found.order_by("number").values_list("number", "name"))


def amendment_text(contract_id: str, number: int) -> str | None:
    """The proposed text of an amendment; None where there is none of that number."""
    found = Amendment.objects.filter(contract_id=contract_id, number=number)
    return found.values_list("text", flat=True).first()


def added_at(contract_id: str) -> datetime:
    """When the contract came into the product."""
    return Contract.objects.values_list("made_at", flat=True).get(pk=contract_id)


def contract_ids() -> list[str]:
    """Every contract of the installation."""
    return list(Contract.objects.order_by("id").values_list("id", flat=True))


def _after(month: Month) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _not_in_force(contract_id: str, month: Month) -> Finding:
    return Finding(
        "contract_not_in_force",
        say("No version of {contract} was in force in {month}.", contract=contract_id, month=month),
        say("Without a version in force nothing says how the month is judged."),
        say("Choose another month, or add the version that was in force then."),
        Place(contract_id),
    )
