"""Reading imports and months of calls: what other apps and the pages ask for."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from jieting.apps.calls.digest import digest_of_import
from jieting.apps.calls.imports.folders import Folder
from jieting.apps.calls.imports.work import is_at_work
from jieting.apps.calls.models import Call, Import, MonthOfCalls, SavedMapping
from jieting.domain.periods import Instant, Period

__all__ = [
    "committed_imports",
    "digest_of_import",
    "folder_of",
    "has_simulated",
    "import_of",
    "imports_of",
    "is_at_work",
    "months_with_calls",
    "newest_arrival",
    "newest_month",
    "revision_of",
    "same_file_kept",
    "saved_mappings",
]


def import_of(contract_id: str, import_id: int) -> Import:
    """An import of a contract. Errors: Import.DoesNotExist, also for another contract's."""
    return Import.objects.get(pk=import_id, contract_id=contract_id)


def imports_of(contract_id: str) -> QuerySet[Import]:
    """The history of a contract, newest first."""
    found = Import.objects.filter(contract_id=contract_id).select_related("made_by")
    return found.order_by("-made_at", "-pk")


def committed_imports() -> list[int]:
    """Imports whose calls are in the books, whose digests must still hold."""
    committed = Import.objects.filter(state=Import.State.COMMITTED).order_by("pk")
    return list(committed.values_list("pk", flat=True))


def same_file_kept(imported: Import) -> Import | None:
    """The import that brought the same bytes into the books before; None where none did."""
    if imported.is_line:
        return None
    return (
        Import.objects.filter(
            contract_id=imported.contract_id,
            file_digest=imported.file_digest,
            state=Import.State.COMMITTED,
        )
        .exclude(pk=imported.pk)
        .order_by("pk")
        .first()
    )


def folder_of(imported: Import) -> Folder:
    """Where the files of an import lie."""
    return Folder(imported.folder)


def saved_mappings(contract_id: str) -> Sequence[SavedMapping]:
    """Mappings that a contract's people saved, by name."""
    return list(SavedMapping.objects.filter(contract_id=contract_id).order_by("name"))


def months_with_calls(contract_id: str) -> list[str]:
    """Months of a contract that hold calls, the newest first."""
    months = MonthOfCalls.objects.filter(contract_id=contract_id, calls__gt=0)
    return list(months.order_by("-month").values_list("month", flat=True))


def has_simulated(contract_id: str) -> bool:
    """Whether calls of a simulation are among those of a contract, which every page then says."""
    return MonthOfCalls.objects.filter(contract_id=contract_id, simulated__gt=0).exists()


def newest_month(contract_id: str) -> str | None:
    """The newest month of a contract that holds calls."""
    return next(iter(months_with_calls(contract_id)), None)


def revision_of(contract_id: str, month: str) -> int:
    """How often the calls of a month have changed; 0 for a month that never had any."""
    found = MonthOfCalls.objects.filter(contract_id=contract_id, month=month)
    return found.values_list("revision", flat=True).first() or 0


def newest_arrival(contract_id: str, period: Period) -> Instant | None:
    """When the newest call of a period arrived; None where it has none."""
    found = Call.objects.filter(
        contract_id=contract_id, arrived_at__gte=period.start, arrived_at__lt=period.end
    )
    return found.order_by("-arrived_at").values_list("arrived_at", flat=True).first()
