"""Keeping processes running: a dead one is started again, all end with the one that keeps them."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

LIFELINE = "JIETING_LIFELINE"
"""Names the descriptor by whose end a child learns that its keeper has died."""
TICK_S = 0.2
STEADY_S = 60.0
"""A process that ran so long is steady: the next death is answered at once."""
LONGEST_PAUSE_S = 30.0

Tell = Callable[..., None]


@dataclass
class Kept:
    """A process to keep: what to run, which sockets it inherits, how long it may take to stop.

    Those of an earlier ``stage`` have stopped before a later one is asked to.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    sockets: tuple[int, ...] = ()
    stop_s: float = 10.0
    stage: int = 0
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    deaths: int = 0
    again_at: float = 0.0


@dataclass
class Supervisor:
    """Starts the processes in their order, keeps them, and stops them stage by stage.

    ``tell(event, **facts)`` writes a log line; ``each_tick`` is called while all is well, to look
    after what is no child: the database. ``buried(pid)`` is told of every process that ended.
    """

    kept: list[Kept]
    tell: Tell
    each_tick: Callable[[], None] = lambda: None
    buried: Callable[[int], None] = lambda _pid: None
    stopping: int = 0
    _lifeline: tuple[int, int] = field(default_factory=os.pipe)

    def run(self) -> None:
        """Until a signal to stop comes; a second one ends everything at once."""
        before = {
            number: signal.signal(number, self._asked_to_stop)
            for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            while not self.stopping:
                self._look_after_all()
                self.each_tick()
                time.sleep(TICK_S)
            self.tell("stopping", processes=[one.name for one in self.kept])
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _asked_to_stop(self, number: int, _frame: object) -> None:
        self.stopping += 1
        if self.stopping > 1:
            for one in self.kept:
                _signal(one, signal.SIGKILL)

    def _look_after_all(self) -> None:
        now = time.monotonic()
        for one in self.kept:
            if one.process is not None and one.process.poll() is not None:
                self._bury(one, now)
            if one.process is None and now >= one.again_at and not self.stopping:
                self._start(one, now)

    def _start(self, one: Kept, now: float) -> None:
        reads = self._lifeline[0]
        one.process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            one.command,
            stdin=subprocess.DEVNULL,
            env={**one.environment, LIFELINE: str(reads)},
            pass_fds=(reads, *one.sockets),
            # A Ctrl-C in the terminal is for the keeper, which stops them in order.
            start_new_session=True,
        )
        one.began = now
        self.tell("started", process=one.name, pid=one.process.pid)

    def _bury(self, one: Kept, now: float) -> None:
        if one.process is None:
            return
        pid, code = one.process.pid, one.process.returncode
        one.deaths = 1 if now - one.began > STEADY_S else one.deaths + 1
        pause = 0.0 if one.deaths == 1 else min(2.0 ** (one.deaths - 2), LONGEST_PAUSE_S)
        one.process, one.again_at = None, now + pause
        self.buried(pid)
        self.tell("died", process=one.name, pid=pid, code=code, starts_again_in_s=int(pause))

    def _stop_all(self) -> None:
        for stage in sorted({one.stage for one in self.kept}):
            together = [one for one in self.kept if one.stage == stage]
            for one in together:
                _signal(one, signal.SIGTERM)
            deadline = time.monotonic() + max(one.stop_s for one in together)
            for one in together:
                self._await_end(one, deadline)
        for end in self._lifeline:
            os.close(end)

    def _await_end(self, one: Kept, deadline: float) -> None:
        if one.process is None:
            return
        try:
            code = one.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal(one, signal.SIGKILL)
            code = one.process.wait()
        self.buried(one.process.pid)
        self.tell("stopped", process=one.name, pid=one.process.pid, code=code)
        one.process = None


def end_with_keeper() -> None:
    """In a child: end when the keeper is gone, in order where that takes no longer than 10 s."""
    descriptor = os.environ.pop(LIFELINE, "")
    if descriptor:
        threading.Thread(target=_watch, args=(int(descriptor),), daemon=True).start()


def _watch(descriptor: int) -> None:
    # Nothing is ever written: a read ends only when the last writer has died.
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
    os._exit(1)


def _signal(one: Kept, number: int) -> None:
    if one.process is not None and one.process.poll() is None:
        one.process.send_signal(number)
