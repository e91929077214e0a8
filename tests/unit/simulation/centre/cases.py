"""Small centres that the tests share, so that each kernel is compiled once."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from jieting.domain.simulation.centre.distribution import Exponential, Lognormal, Weibull
from jieting.domain.simulation.centre.spec import GroupSpec, QueueSpec, ShiftSpec, Spec

ZONE = ZoneInfo("Asia/Shanghai")

LINE = QueueSpec(
    "hotline",
    tuple(2.0 if hour < 8 else 9.0 for hour in range(24)),
    Lognormal(200.0, 0.8),
    Weibull(120.0, 1.4, 0.05),
    15,
    ivr=(0.2, 0.05),
    ivr_s=20,
    timeout_s=180,
)
ONE = Spec(
    (LINE,),
    (GroupSpec("team", (("hotline", 1),), tuple(1 if h < 8 else 2 - h % 2 for h in range(24))),),
    ZONE,
    periods=24,
    period_minutes=60,
    days=3,
    busyness=20.0,
)
"""One queue; the staff changes every hour."""

SECOND = replace(
    LINE,
    name="loans",
    ivr=(0.0, 0.0),
    ivr_s=0,
    handle=Exponential(150.0),
    patience=Exponential(200.0),
    timeout_s=30,
    overflow_to="hotline",
)
SEVERAL = replace(
    ONE,
    queues=(LINE, SECOND),
    groups=(
        GroupSpec("team", (("hotline", 1),), (1, 2) * 12),
        GroupSpec("loans", (("loans", 1), ("hotline", 2)), (1,) * 24),
        GroupSpec(
            "both",
            (("hotline", 2), ("loans", 1)),
            shifts=(ShiftSpec(1, 480, 1_020, ((720, 750),)), ShiftSpec(1, 1_320, 1_800)),
        ),
    ),
)
"""Two queues, three groups, an overflow, shifts with a break and through the night."""
