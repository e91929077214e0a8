"""What later apps have to say when calls come or go; they register it here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jieting.domain.errors import Finding

UndoGuard = Callable[[str, int, Sequence[str]], Finding | None]
"""Takes a contract's id, an import's number and the months whose calls would go; a Finding refuses
the undo."""

undo_guards: list[UndoGuard] = []
"""Every rule; an app adds its own in ``AppConfig.ready``. All are asked, all answers told."""

MonthsChanged = Callable[[str, Sequence[str]], None]
"""Takes a contract's id and the months whose calls have changed, within the same transaction."""

months_changed: list[MonthsChanged] = []
"""Who wants to know that calls came or went; an app adds its own in ``AppConfig.ready``."""
