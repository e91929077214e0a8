"""How long the books give where no contract says anything."""

from __future__ import annotations

from jieting.domain.periods import SECOND, Instant

HOUR: Instant = 3_600 * SECOND
DISPUTE_HOURS = 120
"""Natural hours in which a dispute is to be reviewed: five days, nights and holidays among them.

Neither contract names a time. A month is closed about ten days after its end; five days leave
room for the answer, for a second reviewer who was not there, and for what the verdict changes.
"""
