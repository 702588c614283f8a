"""The portal that is measured: the one at a given address, or one started for the while."""

import argparse
import os
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300


def options(description: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--url", help="a running portal; without it, bin/serve starts one")
    parser.add_argument("--page", action="append", help="measure only pages of this name")
    parser.add_argument("--language", action="append", help="measure only this language")
    parser.add_argument("--each", action="store_true", help="print each request as well")
    return parser.parse_args()


@contextmanager
def portal(url: str | None):
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        process = subprocess.Popen(
            [ROOT / "bin/serve"],
            env={**os.environ, "INSTANCE_PATH": folder, "PORT": str(port), "PUBLIC_URL": address},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait_for(address, process)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, process: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("bin/serve did not answer")
