"""Kernels: functions that numba compiles to machine code, with one set of settings for all.

Only modules that hold kernels import this one: loading numba takes about a second.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

_SETTINGS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
"""A division by zero gives infinity or no number; no counting of references, which costs more than
the simulation itself, and so no array is made within."""

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """The function compiled at its first call, kept on disk, and run outside Python's lock."""
    return cast(F, njit(cache=True, nogil=True, **_SETTINGS)(function))


def inlined(function: F) -> F:
    """A small function that is compiled into each kernel that calls it."""
    return cast(F, njit(forceinline=True, **_SETTINGS)(function))
