"""Signs everybody of the bench in: ``{name: {session, contract}}`` as JSON."""

from __future__ import annotations

import json


def main() -> None:
    """Prints a session for every person who sees calls."""
    from jieting.cli.application import ready

    ready()
    from django.test import Client

    from jieting.apps.accounts.models import Membership
    from jieting.apps.calls.models import Call

    found = {}
    for seat in Membership.objects.filter(
        role__in=("supervisor", "quality_inspector", "contract_manager")
    ):
        client = Client()
        client.force_login(seat.user, "allauth.account.auth_backends.AuthenticationBackend")
        session = client.cookies["session"].value
        found[seat.user.username] = {"session": session, "contract": seat.contract_id}
    callers = Call.objects.exclude(caller_index=None).values_list("caller_index", flat=True)[:20]
    index = sorted({bytes(caller).hex() for caller in callers})
    print(json.dumps({"people": found, "callers": index}))


if __name__ == "__main__":
    main()
