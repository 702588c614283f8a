"""Pages per second by wrk, as a visitor or signed in with a real cookie."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from load_processes import computed

from tests.running import Running, Visitor, free_port, group_of

PASSWORD = "atlas-olivier-2026"
COORDINATOR, FOCAL_POINT = "coordination@exemple.ma", "amina@exemple.ma"

REPORT = """
done = function(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    'FIGURES {"answers": %d, "rate": %.2f, "p50": %.3f, "p95": %.3f, "errors": %d}\\n',
    summary.requests, summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    failed.status + failed.connect + failed.read + failed.write + failed.timeout))
end
"""


class Page(NamedTuple):
    name: str
    path: str
    who: str = ""


PAGES = [
    Page("landing", "/"),
    Page("sign-in", "/sign-in"),
    Page("sheet", "/associations/mine", FOCAL_POINT),
    Page("directory", "/associations", FOCAL_POINT),
    Page("queue", "/applications", COORDINATOR),
]


def measure_page(running: Running, page: Page, seconds: int) -> dict:
    visitor = running.visitor()
    if page.who:
        visitor.sign_in(page.who, PASSWORD)
    answer = visitor.get(page.path)
    path = answer.location or page.path
    if visitor.get(path).status != 200:
        raise SystemExit(f"{page.name}: {path} does not answer 200")
    cookies = visitor.cookies if page.who else {}
    return _wrk(running, path, seconds, cookies)


def measure_plain(plain: "PlainFlask", seconds: int) -> dict:
    return _wrk(plain, "/", seconds, {})


def _wrk(server, path: str, seconds: int, cookies: dict[str, str]) -> dict:
    script = server.folder / "report.lua"
    script.write_text(REPORT)
    headers = ["-H", "Accept-Encoding: gzip, deflate, br"]
    if cookies:
        headers += ["-H", "Cookie: " + "; ".join(f"{n}={v}" for n, v in cookies.items())]
    address = f"http://127.0.0.1:{server.port}{path}"
    wrk = ["wrk", "-t1", "-c8", "-s", script, *headers, address]
    subprocess.run([*wrk, "-d1s"], capture_output=True, check=True)  # to warm up
    with computed(server.process_ids()) as taken:
        made = subprocess.run([*wrk, f"-d{seconds}s"], capture_output=True, text=True, check=True)
    [line] = [line for line in made.stdout.splitlines() if line.startswith("FIGURES")]
    figures = json.loads(line.removeprefix("FIGURES "))
    return {**figures, "cpu": 1000 * taken[0] / max(1, figures.pop("answers"))}


class PlainFlask:
    """A Flask page of one line behind gunicorn with one gevent worker: what the frame can give."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        (folder / "plain.conf.py").touch()
        (folder / "plain.py").write_text(
            "from flask import Flask\napp = Flask('plain')\napp.get('/')(lambda: 'Hello')\n"
        )

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "plain.conf.py", "-k", "gevent", "--log-level",
             "error", "--no-control-socket", "-b", f"127.0.0.1:{self.port}", "plain:app"],
            cwd=self.folder, start_new_session=True,
        )  # fmt: skip
        for _turn in range(100):
            try:
                Visitor(self.port).get("/")
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the bare Flask page did not answer")

    def process_ids(self) -> list[int]:
        return group_of(self.process.pid)

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait(30)
