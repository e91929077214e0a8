"""How fast a program may ask: a bucket of requests for each token, filled again as time goes."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

MOST_BUCKETS = 10_000
NANOSECONDS = 1_000_000_000


@dataclass(slots=True)
class Rates:
    """Buckets of ``size`` requests, each full again after ``seconds``; kept in this process.

    With several processes each has its own, so a program may be lucky; none is slowed by another.
    """

    size: int
    seconds: int
    _full_at: dict[int, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, token_id: int, now: int) -> int:
        """0 where the request is within the rate and counted; else whole seconds to wait.

        ``now`` is a clock of nanoseconds. Formula: each request puts off the time at which the
        bucket is full by seconds / size; it is too much where that is further off than a bucket.
        """
        whole = self.seconds * NANOSECONDS
        with self._lock:
            full_at = max(self._full_at.get(token_id, now), now) + whole // self.size
            if (beyond := full_at - now - whole) > 0:
                return -(-beyond // NANOSECONDS)
            if len(self._full_at) >= MOST_BUCKETS:
                self._full_at = {t: at for t, at in self._full_at.items() if at > now}
            self._full_at[token_id] = full_at
        return 0
