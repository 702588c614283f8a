"""A portal that gunicorn serves on a free port and a database of its own, and visitors to it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal import ROOMS
from portal.core.db import db

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60
SECRET = "for tests only"


class Running:
    """One served portal: its process group, its folder and its database."""

    def __init__(self, folder: Path, database_url: str, **settings: str):
        self.folder, self.database_url, self.settings = folder, database_url, settings
        self.port = free_port()
        self.process = None
        self.engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))

    def make_tables(self) -> None:
        rooms = [f"portal.{room}.models" for room in ROOMS if find_spec(f"portal.{room}.models")]
        for module in ("portal.core.mail", "portal.core.replay", *rooms):
            import_module(module)
        db.metadata.create_all(self.engine)

    @contextmanager
    def rows(self):
        """A session of this process on the served database, with the served portal's secret."""
        app = Flask("rows")
        app.secret_key = SECRET
        with app.app_context(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    def start(self, config: Path = ROOT / "gunicorn.conf.py") -> None:
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", config, "--chdir", ROOT],
            env=self._environment(), stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.folder / "server.log").read_text())
            time.sleep(0.1)

    def flask(self, *command: str) -> None:
        """A `flask` command on the served folder and database."""
        subprocess.run(
            [sys.executable, "-m", "flask", *command],
            cwd=ROOT, env=self._environment(), check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self) -> None:
        """As a power cut would: every process at once, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> None:
        self.engine.dispose()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def process_ids(self) -> list[int]:
        """The server's processes: the arbiter and its workers."""
        return group_of(self.process.pid)

    def visitor(self) -> "Visitor":
        return Visitor(self.port)

    def _answers(self) -> bool:
        try:
            return self.visitor().get("/sign-in").status == 200
        except (OSError, HTTPException):
            return False

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "INSTANCE_PATH": str(self.folder),
            "DATABASE_URL": self.database_url,
            "PORT": str(self.port),
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "SECRET_KEY": SECRET,
            "RUN_TASKS": "no",
            "TRUST_PROXY": "yes",
            **self.settings,
        }


class Answer(NamedTuple):
    status: int
    location: str
    text: str


class Visitor:
    """What a browser does of HTTP: cookies and forms; at an address of its own."""

    _last = 0

    def __init__(self, port: int):
        Visitor._last += 1
        self.port = port
        self.address = f"10.1.{Visitor._last // 250 % 250}.{Visitor._last % 250 + 1}"
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: dict) -> Answer:
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def token(self, path: str) -> str:
        """The CSRF token of the forms on a page; fetching it sets the cookie."""
        field = re.search(r'<input[^>]*name="csrf_token"[^>]*>', self.get(path).text)
        return unescape(re.search(r'value="([^"]*)"', field[0])[1])

    def sign_in(self, identifier: str, password: str) -> Answer:
        fields = {"identifier": identifier, "password": password}
        return self.post("/sign-in", {"csrf_token": self.token("/sign-in"), **fields})

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, self._headers(body))
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: c.value for name, c in SimpleCookie(line).items()})
        return Answer(answer.status, answer.headers.get("Location", ""), text)

    def _headers(self, body: str | None) -> dict[str, str]:
        headers = {"X-Forwarded-For": self.address, "Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return headers


def group_of(leader: int) -> list[int]:
    """The processes of the session that this one leads."""
    listed = subprocess.run(["ps", "-o", "pid=", "-g", str(leader)], capture_output=True, text=True)
    return [int(word) for word in listed.stdout.split()]


def at_once(act, many, threads: int = 10) -> list:
    """The answers of `act` for each of `many`, in their order, that many threads at a time."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(act, many))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
