"""The server is killed in the middle of 200 applications: what it acknowledged is there, once."""

import threading
from http.client import HTTPException
from uuid import uuid4

import pytest
from sqlalchemy import text

from portal.associations.models import Application
from portal.core.replay import Receipt
from tests.core.acts import ASSOCIATION
from tests.running import at_once

pytestmark = pytest.mark.slow

MANY, AT_ONCE, KILLED_AFTER = 200, 20, 70


class Applicant:
    """A visitor with the form's page open, who sends it as often as need be."""

    def __init__(self, served, number):
        self.visitor, self.name = served.visitor(), f"Association {number:03}"
        self.form = {**ASSOCIATION, "name_fr": self.name, "submission_id": str(uuid4())}
        self.form["csrf_token"] = self.visitor.token("/join")

    def send(self):
        """The address that an acknowledgement leads to; None when the server has gone."""
        try:
            answer = self.visitor.post("/join", self.form)
        except (OSError, HTTPException):
            return None
        assert answer.status == 303, answer.text
        return answer.location


def test_what_was_acknowledged_before_a_kill_is_there_whole_and_once(a_served_portal):
    served = a_served_portal
    served.start()
    applicants = at_once(lambda number: Applicant(served, number), range(MANY), AT_ONCE)

    led_to = _send_until_killed(served, applicants)
    served.start()
    kept = _kept(served)
    acknowledged = {a.name: where for a, where in zip(applicants, led_to, strict=True) if where}

    assert KILLED_AFTER <= len(acknowledged) < MANY
    assert acknowledged.items() <= kept.items()

    again = at_once(Applicant.send, applicants, AT_ONCE)
    repeated = dict(zip((a.name for a in applicants), again, strict=True))
    assert _kept(served) == repeated
    assert kept.items() <= repeated.items()


def _send_until_killed(served, applicants) -> list:
    received, enough = [], threading.Event()

    def send(applicant):
        led_to = applicant.send()
        received.append(led_to)
        if sum(where is not None for where in received) >= KILLED_AFTER:
            enough.set()
        return led_to

    def kill():
        enough.wait(60)
        served.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    led_to = at_once(send, applicants, AT_ONCE)
    killer.join()
    return led_to


def _kept(served) -> dict[str, str]:
    """Where each kept application's receipt leads, by its name; each is whole and has one."""
    with served.rows() as session:
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        applications = session.query(Application).all()
        led_to = sorted(receipt.led_to for receipt in session.query(Receipt))
    for application in applications:
        given = {name: getattr(application, name) for name in ASSOCIATION}
        assert given == ASSOCIATION
        assert (application.state, application.step) == ("draft", 2)
    where = {a.name_fr: f"/join/{a.code}/steps/2" for a in applications}
    assert len(where) == len(applications)
    assert sorted(where.values()) == led_to
    return where
