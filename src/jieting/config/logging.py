"""The log of the processes that run Django: each line with the request that it belongs to."""

from __future__ import annotations

from jieting.installation import logs


def configure(process: str) -> None:
    """Have this process write its log; its lines name the request under way."""
    logs.configure(process, more=(request_id,))


def request_id(_logger: object, _method: str, event: logs.Event) -> logs.Event:
    """The number of the request under way, where there is one."""
    from jieting.web.middleware import REQUEST_ID

    if number := REQUEST_ID.get():
        event.setdefault("request", number)
    return event
