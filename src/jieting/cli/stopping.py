"""Long work that can be stopped: Ctrl-C and SIGTERM ask for the best answer so far."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType


class Stopping:
    """While it is open, the first signal only sets ``asked``; the second ends the command.

    Edge: outside the main thread, where no signal arrives, nothing is changed.
    """

    _SIGNALS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self) -> None:
        self.asked = False
        self._before = {one: signal.getsignal(one) for one in self._SIGNALS}
        self._here = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Stopping:
        if self._here:
            for one in self._SIGNALS:
                signal.signal(one, self._ask)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._restore()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        self._restore()

    def _restore(self) -> None:
        if self._here:
            for one, handler in self._before.items():
                signal.signal(one, handler)
