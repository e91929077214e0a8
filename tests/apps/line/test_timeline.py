from __future__ import annotations

from datetime import timedelta

from jieting.apps.accounts.roles import Role
from jieting.apps.calls.models import Call
from jieting.apps.line.models import LineCall
from tests.apps.line.test_simulated import after, planned, ran, simulation

__all__ = ["planned"]


def page(world, call: Call) -> str:
    client = world.client(Role.SUPERVISOR)
    return client.get(f"/c/{call.contract_id}/calls/{call.pk}/").content.decode()


def test_the_page_of_a_call_shows_what_the_line_told(planned):
    made = simulation(rate=300.0)
    ran(made, 30)
    made.end(after(31))
    pressed = LineCall.objects.filter(events__contains=[{"kind": "ivr_key"}]).first()
    shown = page(planned, Call.objects.get(pk=pressed.kept))
    assert "icon" in shown
    assert "grid-3x3-gap" in shown
    rated = LineCall.objects.filter(counted=True).first()
    shown = page(planned, Call.objects.get(pk=rated.kept))
    shown = shown[shown.index("telephone-minus") :]
    assert shown.index("chat-square-text") < shown.index("#star")
    assert "#headset" not in shown


def test_steps_stand_in_the_order_in_which_they_happened(planned):
    made = simulation(rate=300.0)
    ran(made, 30)
    made.end(after(31) + timedelta(seconds=1))
    held = LineCall.objects.filter(holds__gt=0).first()
    shown = page(planned, Call.objects.get(pk=held.kept))
    names = ("#headset", "#pause-circle", "#play-circle")
    places = [shown.index(f"icons.svg{name}", shown.index("timeline")) for name in names]
    assert places == sorted(places)
