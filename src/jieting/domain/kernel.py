"""Kernels: functions that numba compiles to machine code, with one set of settings for all.

Only modules that hold kernels import this one: loading numba takes about a second. What was
compiled is kept on disk. numba by itself takes a kernel to be fresh while its own file is as it
was, although functions and constants of other files are compiled into it: an upgrade would go on
with half of the old code. So what is kept carries a stamp over all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any, TypeVar, cast

import numpy as np
from numba import config, njit
from numba.core.caching import (
    InTreeCacheLocator,
    UserProvidedCacheLocator,
    UserWideCacheLocator,
)

_SETTINGS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
"""A division by zero gives infinity or no number; no counting of references, which costs more than
the simulation itself, and so no array is made within."""

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """The function compiled at its first call, kept on disk, and run outside Python's lock."""
    return _kept(function, **_SETTINGS)


def kernel_with_arrays(function: F) -> F:
    """As ``kernel``, for functions that make arrays; a division by zero is an error."""
    return _kept(function)


def inlined(function: F) -> F:
    """A small function that is compiled into each kernel that calls it."""
    return cast(F, njit(forceinline=True, **_SETTINGS)(function))


def _kept(function: F, **settings: Any) -> F:
    """Compiled and kept; the way of keeping is set for this function only."""
    places = ",".join(f"{__name__}.{one.__name__}" for one in (Given, Beside, OfUser))
    settable = cast(Any, config)
    before, settable.CACHE_LOCATOR_CLASSES = settable.CACHE_LOCATOR_CLASSES, places
    try:
        return cast(F, njit(cache=True, nogil=True, **settings)(function))
    finally:
        settable.CACHE_LOCATOR_CLASSES = before


def stamp(function: FunctionType) -> str:
    """A digest of all that the function's file imports to compile in: kernels and constants.

    Whole files, not only what the function names: a kernel is decorated before those that stand
    below it in its file, and they may call what is imported above.
    """
    digest = hashlib.sha256()
    for part in _parts(function.__globals__, set()):
        digest.update(part)
    return digest.hexdigest()


def _parts(module: dict[str, Any], seen: set[str]) -> Iterator[bytes]:
    """Every kernel and constant of a module, and of the modules of its kernels in turn."""
    if module["__name__"] in seen:
        return
    seen.add(module["__name__"])
    for name, value in sorted(module.items()):
        if name.startswith("__"):
            continue
        if isinstance(value, np.ndarray):
            yield name.encode() + value.tobytes()
        elif isinstance(value, str | int | float | tuple | np.generic):
            yield name.encode() + repr(value).encode()
        elif isinstance(inner := getattr(value, "py_func", None), FunctionType):
            yield from _code(inner.__code__)
            yield from _parts(inner.__globals__, seen)


def _code(code: CodeType) -> Iterator[bytes]:
    yield repr((code.co_code, code.co_names, code.co_varnames)).encode()
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code(constant)
        else:
            yield repr(constant).encode()


class _Stamped:
    """A place to keep compiled code, where it is fresh as long as file and stamp are."""

    def __init__(self, py_func: FunctionType, py_file: str) -> None:
        super().__init__(py_func, py_file)  # type: ignore[call-arg]
        self._function = py_func

    def get_source_stamp(self) -> tuple[object, str]:
        """What is compared with what was kept."""
        return super().get_source_stamp(), stamp(self._function)  # type: ignore[misc]


class Given(_Stamped, UserProvidedCacheLocator):
    """The folder that ``NUMBA_CACHE_DIR`` names."""


class Beside(_Stamped, InTreeCacheLocator):
    """The folder of compiled Python beside the source."""


class OfUser(_Stamped, UserWideCacheLocator):
    """The user's folder for what can be made again, where the source's cannot be written."""
