"""What keeps the domain pure, as rules over its syntax: no clock, no dice, no I/O, no float."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

IMPURE_MODULES = {
    "asyncio": "the domain waits for nothing",
    "http": "the domain knows no network",
    "io": "the domain reads and writes nothing",
    "logging": "the domain returns findings, it does not log",
    "os": "the domain knows no machine",
    "random": "random numbers come in as arguments",
    "secrets": "random numbers come in as arguments",
    "shutil": "the domain reads and writes nothing",
    "socket": "the domain knows no network",
    "sqlite3": "the domain knows no engine",
    "subprocess": "the domain starts nothing",
    "sys": "the domain knows no machine",
    "tempfile": "the domain reads and writes nothing",
    "threading": "the domain waits for nothing",
    "time": "the domain never asks for the time",
    "urllib": "the domain knows no network",
    "uuid": "ids come in as arguments",
}
IMPURE_BUILTINS = {"open": "I/O", "print": "I/O", "input": "I/O", "breakpoint": "I/O"}
IMPURE_METHODS = {
    "now": "the clock",
    "today": "the clock",
    "utcnow": "the clock",
    "fromtimestamp": "the machine's time zone, unless one is named",
    "open": "I/O",
    "read_bytes": "I/O",
    "read_text": "I/O",
    "write_bytes": "I/O",
    "write_text": "I/O",
    "iterdir": "I/O",
    "mkdir": "I/O",
    "unlink": "I/O",
}
SEEDED = {"default_rng", "Generator", "PCG64", "PCG64DXSM", "Philox", "SeedSequence"}
EXACT = ("quantities.py", "contracts", "figures")
"""Where money, rates and points are decided."""


def impurities(domain: Path) -> list[str]:
    """Every breach of purity below the folder ``domain``, as ``file:line: what``."""
    found: list[str] = []
    for path in sorted(domain.rglob("*.py")):
        inside = path.relative_to(domain)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [
            f"{inside.as_posix()}:{what}" for what in _of_tree(tree, inside.parts[0] in EXACT)
        ]
    return found


def _of_tree(tree: ast.AST, exact: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        for what in _breaches(node, exact=exact):
            yield f"{getattr(node, 'lineno', 0)}: {what}"


def _breaches(node: ast.AST, *, exact: bool) -> Iterator[str]:
    yield from _imports(node)
    if isinstance(node, ast.Call):
        yield from _calls(node, exact=exact)
    if exact and isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
        yield f"float {node.value!r} where money, rates and points are decided"


def _imports(node: ast.AST) -> Iterator[str]:
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [node.module or ""]
    for name in names:
        why = IMPURE_MODULES.get(name.split(".")[0])
        if why:
            yield f"import of {name}: {why}"


def _calls(node: ast.Call, *, exact: bool) -> Iterator[str]:
    called = node.func
    if isinstance(called, ast.Name):
        if called.id in IMPURE_BUILTINS:
            yield f"{called.id}(): {IMPURE_BUILTINS[called.id]}"
        if exact and called.id == "float":
            yield "float() where money, rates and points are decided"
    elif isinstance(called, ast.Attribute):
        yield from _methods(node, called)


def _methods(node: ast.Call, called: ast.Attribute) -> Iterator[str]:
    of = ast.unparse(called.value)
    in_zone = called.attr == "fromtimestamp" and (len(node.args) > 1 or node.keywords)
    if called.attr in IMPURE_METHODS and not in_zone:
        yield f"{of}.{called.attr}(): {IMPURE_METHODS[called.attr]}"
    if of in {"np.random", "numpy.random"}:
        if called.attr not in SEEDED:
            yield f"{of}.{called.attr}(): one state for the whole process; take a Generator"
        elif not node.args and not node.keywords:
            yield f"{of}.{called.attr}() without a seed: random numbers come in as arguments"
