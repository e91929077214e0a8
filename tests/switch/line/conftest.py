"""One run of the hotline for all tests of this folder, whichever processes they run in."""

from __future__ import annotations

import os
import pickle
import tempfile
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from jieting.installation.locks import locked
from tests.switch.line.hotline import lived
from tests.switch.line.known import Lived
from tests.switch.line.switch import needed


@pytest.fixture(scope="session")
def hotline(django_db_blocker: DjangoDbBlocker) -> Lived:
    """What came of every call; the first process that asks places them, the others read it."""
    both = needed("no real call is placed")
    shared = Path(os.environ["JIETING_TEST_HOME"])
    kept = shared / "lived.pickle"
    with locked(shared / "lived.lock"):
        if not kept.exists():
            with django_db_blocker.unblock(), tempfile.TemporaryDirectory(prefix="jt-") as folder:
                kept.write_bytes(pickle.dumps(lived(both, Path(folder))))
    return pickle.loads(kept.read_bytes())
