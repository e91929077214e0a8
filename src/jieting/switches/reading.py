"""Reading: what every switch hands over (defined in the domain, for the engines read it too)."""

from jieting.domain.calls.reading import (
    BATCH,
    LISTED_AT_MOST,
    Kind,
    LeftOut,
    Progress,
    Reading,
    Report,
)

__all__ = ["BATCH", "LISTED_AT_MOST", "Kind", "LeftOut", "Progress", "Reading", "Report"]
