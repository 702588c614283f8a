"""Programs of npm, each in a version of its own, kept in a folder outside the project."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "portal-bench"


def program(name: str, version: str) -> Path:
    """Its file, installed on first use; without Node the process says so and ends with 2."""
    if not (shutil.which("node") and shutil.which("npm")):
        print(f"NOT RUN: {name} needs Node, and there is none (package nodejs, npm).")
        raise SystemExit(2)
    folder = _FOLDER / f"{name}-{version}"
    file = folder / "node_modules/.bin" / name
    if not file.exists():
        print(f"installing {name} {version} in {folder}", file=sys.stderr)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder]
        subprocess.run([*command, f"{name}@{version}"], check=True)
    return file
