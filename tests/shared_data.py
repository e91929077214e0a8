"""Where real data for local tests lies; tests that need it skip where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(os.environ.get("JIETING_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))


def shared(name: str) -> Path:
    """The folder or file ``name`` of the shared data; the test skips where it is absent."""
    path = _ROOT / name
    if not path.exists():
        pytest.skip(f"shared data {name!r} is not on this machine")
    return path
