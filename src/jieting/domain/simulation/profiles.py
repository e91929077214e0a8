"""The two shipped profiles; docs/background/simulated-month.md says where each value comes from."""

from __future__ import annotations

from fractions import Fraction

from jieting.domain.calls.call import Rating
from jieting.domain.simulation.profile import (
    Consent,
    Demand,
    Handling,
    Lognormal,
    Menu,
    Outbound,
    Paperwork,
    Patience,
    Planned,
    Profile,
    Ratings,
    Team,
)


def half_hours(morning: tuple[float, ...], afternoon: tuple[float, ...]) -> tuple[float, ...]:
    """Twice twelve hourly weights as 48 half-hour weights."""
    return tuple(weight for weight in (*morning, *afternoon) for _ in range(2))


HOTLINE = Profile(
    name="hotline",
    queue="hotline",
    demand=Demand(
        calls_a_day=308.0,
        weekdays=(1.28, 1.22, 1.18, 1.16, 1.16, 0.52, 0.48),
        shape=half_hours(
            (0.5, 0.3, 0.2, 0.2, 0.2, 0.4, 0.9, 2.2, 6.8, 10.4, 10.8, 9.0),
            (5.2, 5.6, 9.0, 9.8, 9.0, 6.0, 3.0, 2.6, 2.2, 1.7, 1.2, 0.8),
        ),
        busyness=0.12,
    ),
    menu=Menu(
        blocked_share=0.003,
        abandoned_share=0.035,
        served_share=0.25,
        abandoned_mean_s=11.0,
        served=Lognormal(64.0, 0.5),
        to_queue=Lognormal(24.0, 0.35),
        closed_message_s=10.0,
        queue_before_opening_s=0,
    ),
    patience=Patience(hasty_share=0.03, hasty_mean_s=9.0, mean_s=354.0, timeout_s=300),
    handling=Handling(
        talk=Lognormal(132.0, 0.8),
        longest_talk_s=4_751,
        hold_share=0.12,
        hold_mean_s=42.0,
        wrap_up=Lognormal(20.0, 0.6),
        recorded_share=0.99,
    ),
    ratings=Ratings(
        rated_share=0.60,
        levels=(
            (Rating.VERY_SATISFIED, 0.81),
            (Rating.BASICALLY_SATISFIED, 0.15),
            (Rating.DISSATISFIED, 0.04),
        ),
    ),
    team=Team(
        first_agent=8001,
        rotation=("ELLL-L-", "ME--NEE", "L-ME-NL", "-XEXM-N", "XMXME--", "NNNNL--"),
        shifts=(("N", 0, 16), ("E", 16, 32), ("M", 17, 33), ("X", 19, 35), ("L", 32, 48)),
    ),
    planned=(
        Planned(
            reason="运营商中继线路中断（模拟）",
            consent=Consent.AGREED,
            minutes=50,
            between=(18, 33),
            rejected_share=0.7,
        ),
        Planned(
            reason="坐席终端重启（模拟）",
            consent=Consent.NOT_AGREED,
            minutes=20,
            between=(18, 33),
        ),
    ),
    paperwork=Paperwork(
        complaints=("justified", "unjustified", "open"),
        trainings=(True, True, False),
        sample_share=Fraction(1, 100),
        fewest_extra=-14,
        most_extra=6,
        spot_check_errors=(True,),
        reports=True,
        missing=("热点问题",),
    ),
)
"""A traffic-police hotline of a prefecture-level city: round the clock, six agents."""

_DAY = (("D", 0, 48),)

POST_LOAN = Profile(
    name="post-loan",
    queue="post-loan",
    demand=Demand(
        calls_a_day=232.0,
        weekdays=(1.15, 1.10, 1.05, 1.05, 1.05, 0.85, 0.75),
        shape=half_hours(
            (0.1, 0.05, 0.05, 0.05, 0.05, 0.1, 0.2, 0.5, 1.4, 11.5, 13.2, 12.0),
            (2.0, 10.6, 12.2, 12.4, 11.6, 9.2, 1.6, 0.9, 0.7, 0.5, 0.3, 0.2),
        ),
        busyness=0.10,
    ),
    menu=Menu(
        blocked_share=0.002,
        abandoned_share=0.015,
        served_share=0.0,
        abandoned_mean_s=6.0,
        served=Lognormal(60.0, 0.5),
        to_queue=Lognormal(14.0, 0.25),
        closed_message_s=14.0,
        queue_before_opening_s=3_600,
    ),
    patience=Patience(hasty_share=0.03, hasty_mean_s=9.0, mean_s=354.0, timeout_s=240),
    handling=Handling(
        talk=Lognormal(172.0, 0.85),
        longest_talk_s=3_600,
        hold_share=0.18,
        hold_mean_s=48.0,
        wrap_up=Lognormal(32.0, 0.6),
        recorded_share=0.995,
    ),
    ratings=Ratings(
        rated_share=0.35,
        levels=(
            (Rating.VERY_SATISFIED, 0.60),
            (Rating.SATISFIED, 0.22),
            (Rating.BASICALLY_SATISFIED, 0.10),
            (Rating.DISSATISFIED, 0.05),
            (Rating.VERY_DISSATISFIED, 0.03),
        ),
    ),
    team=Team(
        first_agent=8001,
        rotation=("DDDDD--", "DDDD--D", "DDD--DD", "--DDDD-", "DD-DDD-"),
        shifts=_DAY,
    ),
    planned=(
        Planned(
            reason="采购人核心系统故障（模拟）",
            consent=Consent.AGREED,
            days=1,
            agents_left=1,
            volume=1.7,
        ),
        Planned(
            reason="人员缺勤（模拟）",
            consent=Consent.NOT_ASKED,
            days=2,
            agents_left=1,
            volume=1.05,
        ),
    ),
    paperwork=Paperwork(rectified_h=(19, 31)),
    outbound=Outbound(
        calls_an_hour=6.0,
        reached_share=0.62,
        ring=Lognormal(16.0, 0.4),
        team=Team(first_agent=8006, rotation=("DDDDD--",), shifts=_DAY),
    ),
)
"""A post-loan service centre: day service with a lunch break, five agents and one who calls out."""

PROFILES = {profile.name: profile for profile in (HOTLINE, POST_LOAN)}


def profile_for(queue: str, round_the_clock: bool) -> Profile:
    """The shipped profile nearest to a contract: by its queue, else by its hours."""
    if queue in PROFILES:
        return PROFILES[queue]
    return HOTLINE if round_the_clock else POST_LOAN
