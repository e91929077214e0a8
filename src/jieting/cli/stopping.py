"""Long work that can be stopped: Ctrl-C and SIGTERM ask for the best answer so far."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopped() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C or SIGTERM sets instead of ending the command.

    The second one ends it. Edge: outside the main thread, where no signal arrives, nothing is
    changed and the event stays unset.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = {one: signal.getsignal(one) for one in _SIGNALS}

    def restore() -> None:
        for one, handler in before.items():
            signal.signal(one, handler)

    def ask(number: int, frame: FrameType | None) -> None:
        asked.set()
        restore()

    for one in _SIGNALS:
        signal.signal(one, ask)
    try:
        yield asked
    finally:
        restore()
