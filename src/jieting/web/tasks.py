"""Background work of the installation itself; Django looks for jobs in a module of this name."""

from __future__ import annotations

from jieting.web.system import chores

__all__ = ["chores"]
