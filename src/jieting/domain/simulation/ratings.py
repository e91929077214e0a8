"""Ratings: who rates after the call, and which level."""

from __future__ import annotations

from jieting.domain.calls.call import Rating
from jieting.domain.simulation.draws import Floats, pick
from jieting.domain.simulation.profile import Ratings


def draw_ratings(ratings: Ratings, u_rated: Floats, u_level: Floats) -> list[Rating | None]:
    """A level or None for each call; only an answered call uses it."""
    levels = [level for level, _ in ratings.levels]
    chosen = pick(u_level, tuple(share for _, share in ratings.levels)).tolist()
    rated = (u_rated < ratings.rated_share).tolist()
    return [levels[code] if gives else None for code, gives in zip(chosen, rated, strict=True)]
