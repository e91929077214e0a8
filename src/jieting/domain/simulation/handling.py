"""Handling: talk, hold and wrap-up of an answered call, in whole seconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jieting.domain.periods import SECOND
from jieting.domain.simulation.draws import Floats, Instants, exponential, lognormal, whole_seconds
from jieting.domain.simulation.profile import Handling

SHORTEST_TALK_S = 5
LONGEST_REST_S = 1_800
"""Hold and wrap-up are cut here; the talk has its own longest length."""


@dataclass(frozen=True, slots=True)
class Handled:
    """Whole seconds of talk, hold and wrap-up for each call, used only if it is answered."""

    talk_s: Instants
    hold_s: Instants
    wrap_up_s: Instants

    @property
    def on_line(self) -> Instants:
        """Microseconds from answer to hang-up."""
        return (self.talk_s + self.hold_s) * SECOND

    @property
    def busy(self) -> Instants:
        """Microseconds for which the agent is taken: talk, hold and wrap-up."""
        return self.on_line + self.wrap_up_s * SECOND


def draw_handling(handling: Handling, u_talk: Floats, u_hold: Floats, u_wrap: Floats) -> Handled:
    """The handling of each call; one number tells both whether it is held and how long."""
    talk = lognormal(u_talk, handling.talk.mean_s, handling.talk.sigma)
    wrap = lognormal(u_wrap, handling.wrap_up.mean_s, handling.wrap_up.sigma)
    held = u_hold < handling.hold_share
    inner = np.where(held, u_hold / max(handling.hold_share, 1e-9), 0.0)
    hold = np.where(held, exponential(inner, handling.hold_mean_s), 0.0)
    return Handled(
        whole_seconds(talk, SHORTEST_TALK_S, handling.longest_talk_s),
        whole_seconds(hold, 0, LONGEST_REST_S),
        whole_seconds(wrap, 0, LONGEST_REST_S),
    )
