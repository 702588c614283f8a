"""Applications that the portal acknowledges in a second, each kept on the disk before."""

import statistics
import threading
import time
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from load_processes import computed

from portal.associations.models import Application
from tests.running import Running

AT_ONCE = 8
FORM = {"domain": "education", "province": "MA-CAS-ANF", "members_size": "20-49"}


class Applicants:
    """One connection that posts one application after another, each from another address."""

    def __init__(self, running: Running, number: int):
        self.visitor, self.number = running.visitor(), number
        self.token = self.visitor.token("/join")
        self.connection = HTTPConnection("127.0.0.1", running.port, timeout=30)
        self.took, self.errors = [], 0

    def apply_until(self, end: float) -> None:
        while time.monotonic() < end:
            begun = time.monotonic()
            if self._apply(len(self.took)) == 303:
                self.took.append(time.monotonic() - begun)
            else:
                self.errors += 1

    def _apply(self, turn: int) -> int:
        given = {"name_fr": f"Association {self.number} {turn}", "csrf_token": self.token}
        body = urlencode({**FORM, **given, "submission_id": str(uuid4())})
        cookies = "; ".join(f"{n}={v}" for n, v in self.visitor.cookies.items())
        self.connection.request(
            "POST", "/join", body,
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": cookies,
                "X-Forwarded-For": f"10.{self.number + 10}.{turn // 250 % 250}.{turn % 250}",
            },
        )  # fmt: skip
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def measure_applications(running: Running, seconds: int) -> dict:
    before = _kept(running)
    clients = [Applicants(running, number) for number in range(AT_ONCE)]
    begun = time.monotonic()
    with computed(running.process_ids()) as taken:
        _all_at_once(clients, begun + seconds)
    lasted = time.monotonic() - begun

    took = sorted(1000 * each for client in clients for each in client.took)
    if _kept(running) - before != len(took):
        raise SystemExit(f"{len(took)} were acknowledged, {_kept(running) - before} are there")
    return {
        "rate": len(took) / lasted,
        "p50": statistics.median(took),
        "p95": took[int(len(took) * 0.95)],
        "cpu": 1000 * taken[0] / len(took),
        "errors": sum(client.errors for client in clients),
    }


def _all_at_once(clients: list[Applicants], end: float) -> None:
    threads = [threading.Thread(target=client.apply_until, args=(end,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _kept(running: Running) -> int:
    with running.rows() as session:
        return session.query(Application).count()
