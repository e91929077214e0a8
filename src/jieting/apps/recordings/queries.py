"""Reading recordings: those of a call, one, and what is kept in all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Min, Sum

from jieting.apps.recordings.models import Certificate, Recording
from jieting.apps.recordings.store import path_of

LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Stock:
    """What is kept of a contract: how many recordings, bytes and seconds, and since when."""

    recordings: int
    bytes: int
    seconds: int
    oldest_at: int | None
    lost: int


def recordings_of(contract_id: str, system: str, call: str) -> list[Recording]:
    """The recordings of a switch's call, in the order in which they began."""
    rows = Recording.objects.filter(contract_id=contract_id, system=system, call=call)
    rows = rows.defer("peaks")
    return list(rows.order_by("began_at", "part"))


def recording(contract_id: str, pk: int) -> Recording | None:
    """A recording of a contract; None where it has none of that number."""
    if pk > LARGEST:
        return None
    return Recording.objects.filter(contract_id=contract_id, pk=pk).first()


def stock_of(contract_id: str) -> Stock:
    """What is kept in all."""
    rows = Recording.objects.filter(contract_id=contract_id)
    found = rows.filter(state=Recording.State.KEPT).aggregate(
        n=Count("pk"), size=Sum("bytes"), length=Sum("milliseconds"), oldest=Min("began_at")
    )
    lost = rows.filter(state=Recording.State.LOST).count()
    seconds = int(found["length"] or 0) // 1000
    return Stock(found["n"], int(found["size"] or 0), seconds, found["oldest"], lost)


def certificates_of(contract_id: str) -> list[Certificate]:
    """The certificates of a contract, newest first, without what they list."""
    rows = Certificate.objects.filter(contract_id=contract_id).defer("listed")
    return list(rows.order_by("-number"))


def certificate(contract_id: str, number: int) -> Certificate | None:
    """A certificate of a contract; None where it has none of that number."""
    if number > LARGEST >> 32:
        return None
    return Certificate.objects.filter(contract_id=contract_id, number=number).first()


def still_there(row: Certificate) -> list[Recording]:
    """Recordings that a certificate lists and whose files are on the disk all the same."""
    rows = Recording.objects.filter(certificate=row).exclude(file="").defer("peaks", "marks")
    return [one for one in rows if path_of(one).exists()]
