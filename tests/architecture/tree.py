"""Where the repository's own files lie."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jieting"
PYPROJECT = ROOT / "pyproject.toml"
NOT_OURS = {".git", ".venv", "node_modules", "build", "dist", "__pycache__", "fonts", "var"}


def files_of(root: Path) -> list[Path]:
    """The files that are, or are about to be, in version control below ``root``.

    Outside a checkout: all files but those in folders that are made.
    """
    if (root / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        paths = [root / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [p for p in root.rglob("*") if not NOT_OURS & set(p.relative_to(root).parts)]
    return sorted(path for path in paths if path.is_file())
