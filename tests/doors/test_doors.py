"""Every URL of the portal, for every role: what it answers to whom.

A line gives the status for each of the cast, then the method, the path and what the form holds.
Hidden is 404, forbidden 403; a visitor is led to sign in (302), a form's text with them (419); a
form that is incomplete comes back (422), one that is late too (409), an act leads on (303).
DONE is a POST that can be done once: each of the cast comes to a world of their own.
"""

import re
from dataclasses import dataclass

import pytest
from werkzeug.exceptions import NotFound

from portal.core import clock
from portal.core.db import db

COLUMNS = {
    "vis": "visitor", "out": "outsider", "vol": "volunteer", "off": "officer",
    "foc": "focal_point", "coo": "coordinator", "obs": "observer", "tec": "technician",
}  # fmt: skip

TABLE = """
vis out vol off foc coo obs tec

200 200 200 200 200 200 200 200  GET  /
200 200 200 200 200 200 200 200  GET  /privacy
200 200 200 200 200 200 200 200  GET  /charter
200 200 200 200 200 200 200 200  GET  /help
302 302 302 302 302 302 302 302  GET  /language/ar
404 404 404 404 404 404 404 404  GET  /language/xx
404 404 404 404 404 404 404 404  GET  /nowhere

200 302 302 302 302 302 302 302  GET  /sign-in
200 200 200 200 200 200 200 200  POST /sign-in
422 422 422 422 422 422 422 422  POST /sign-in identifier=nobody@exemple.ma
302 302 302 302 302 302 302 302  GET  /sign-in/code
200 200 200 200 200 200 200 200  POST /sign-in/code
303 303 303 303 303 303 303 303  POST /sign-out
200 200 200 200 200 200 200 200  GET  /password/forgotten
422 422 422 422 422 422 422 422  POST /password/forgotten
303 303 303 303 303 303 303 303  POST /password/forgotten identifier=nobody@exemple.ma
200 200 200 200 200 200 200 200  GET  /password/asked
200 200 200 200 200 200 200 200  GET  /password/new/{reset}
422 422 422 422 422 422 422 422  POST /password/new/{reset}
410 410 410 410 410 410 410 410  GET  /password/new/unknown
410 410 410 410 410 410 410 410  POST /password/new/unknown
200 200 200 200 200 200 200 200  GET  /activation
422 422 422 422 422 422 422 422  POST /activation
200 200 200 200 200 200 200 200  GET  /email/{new_email}
303 303 303 303 303 303 303 303  DONE /email/{new_email}
410 410 410 410 410 410 410 410  GET  /email/unknown
410 410 410 410 410 410 410 410  POST /email/unknown

302 200 200 200 200 200 200 200  GET  /me
302 200 200 200 200 200 200 200  GET  /me/edit
419 422 422 422 422 422 422 422  POST /me/edit
302 200 200 200 200 200 200 200  GET  /me/devices
419 404 404 404 404 404 404 404  POST /me/devices/{device}/end
419 303 303 303 303 303 303 303  POST /me/devices/others/end
302 200 200 200 200 200 200 200  GET  /me/security
302 200 200 200 200 200 200 200  GET  /me/email
419 422 422 422 422 422 422 422  POST /me/email
302 200 200 200 200 200 200 200  GET  /me/phone
419 422 422 422 422 422 422 422  POST /me/phone
302 200 200 200 200 200 200 200  GET  /me/password
419 422 422 422 422 422 422 422  POST /me/password
302 200 200 200 200 200 200 200  GET  /me/second-step
419 422 422 422 422 422 422 422  POST /me/second-step
302 200 200 200 200 200 200 200  GET  /me/second-step/end
419 422 422 422 422 422 422 422  POST /me/second-step/end
302 200 200 200 200 200 200 200  GET  /me/recovery-codes
419 422 422 422 422 422 422 422  POST /me/recovery-codes
302 200 200 200 200 200 404 404  GET  /members/{member}
302 404 404 404 404 200 404 404  GET  /members/{suspended}
302 404 404 404 404 404 404 404  GET  /members/999999
419 403 403 403 403 200 404 404  POST /members/{member}/activation
419 404 404 404 404 403 404 404  POST /members/{suspended}/activation

200 200 200 200 200 200 200 200  GET  /join
422 422 422 422 422 422 422 422  POST /join
200 200 200 200 200 200 200 200  GET  /join/status
404 404 404 404 404 404 404 404  GET  /join/status?code=22222222
302 302 302 302 302 302 302 302  GET  /join/status?code={draft}
200 200 200 200 200 200 200 200  GET  /join/{draft}
404 404 404 404 404 404 404 404  GET  /join/22222222
200 200 200 200 200 200 200 200  GET  /join/{draft}/steps/2
404 404 404 404 404 404 404 404  GET  /join/{draft}/steps/3
404 404 404 404 404 404 404 404  GET  /join/{submitted}/steps/1
422 422 422 422 422 422 422 422  POST /join/{draft}/steps/2
404 404 404 404 404 404 404 404  POST /join/{submitted}/steps/1
200 200 200 200 200 200 200 200  GET  /join/{incomplete}/complement
302 302 302 302 302 302 302 302  GET  /join/{submitted}/complement
422 422 422 422 422 422 422 422  POST /join/{incomplete}/complement
303 303 303 303 303 303 303 303  POST /join/{submitted}/complement
303 303 303 303 303 303 303 303  DONE /join/{submitted}/withdrawal
403 403 403 403 403 403 403 403  POST /join/{refused}/withdrawal

302 403 403 403 403 200 403 403  GET  /applications
302 403 403 403 403 200 403 403  GET  /applications/{submitted_id}
302 403 403 403 403 404 403 403  GET  /applications/{draft_id}
419 403 403 403 403 303 403 403  POST /applications/{submitted_id}/acceptance version=1
419 403 403 403 403 409 403 403  POST /applications/{submitted_id}/acceptance
419 403 403 403 403 404 403 403  POST /applications/{draft_id}/acceptance version=1
419 403 403 403 403 422 403 403  POST /applications/{submitted_id}/complement version=1
419 403 403 403 403 409 403 403  POST /applications/{submitted_id}/complement
419 403 403 403 403 422 403 403  POST /applications/{submitted_id}/refusal version=1
419 403 403 403 403 409 403 403  POST /applications/{submitted_id}/refusal

302 200 200 200 200 200 200 403  GET  /associations
302 302 302 302 302 302 302 302  GET  /associations/mine
302 200 200 200 200 200 200 200  GET  /associations/acting
302 200 200 200 200 200 200 404  GET  /associations/{amal}
302 404 404 404 404 200 404 404  GET  /associations/{hidden}
302 404 404 404 404 404 404 404  GET  /associations/999999
419 403 303 303 303 403 403 404  POST /associations/{amal}/acting
419 404 404 404 404 403 404 404  POST /associations/{hidden}/acting
419 403 403 303 303 303 403 404  POST /associations/{amal}/confirmation
419 404 404 404 404 303 404 404  POST /associations/{hidden}/confirmation
302 403 403 200 200 200 403 404  GET  /associations/{amal}/edit
302 404 404 404 404 200 404 404  GET  /associations/{hidden}/edit
419 403 403 422 422 422 403 404  POST /associations/{amal}/edit
419 404 404 404 404 422 404 404  POST /associations/{hidden}/edit
302 403 200 200 200 200 403 404  GET  /associations/{amal}/mandates
302 404 404 404 404 200 404 404  GET  /associations/{hidden}/mandates
419 403 403 403 422 422 403 404  POST /associations/{amal}/mandates
302 403 200 403 200 200 403 404  GET  /associations/{amal}/mandates/{helping}
302 403 403 403 200 200 403 404  GET  /associations/{amal}/mandates/{leading}
302 404 404 404 404 404 404 404  GET  /associations/{hidden}/mandates/{helping}
419 403 403 403 422 422 403 404  POST /associations/{amal}/mandates/{helping}
419 403 303 403 303 303 403 404  DONE /associations/{amal}/mandates/{helping}/ending
419 403 403 403 409 409 403 404  POST /associations/{amal}/mandates/{leading}/ending
419 403 403 403 422 422 403 404  POST /associations/{amal}/mandates/{leading}/handover
419 403 403 403 403 403 403 404  POST /associations/{amal}/mandates/{helping}/handover
302 403 403 403 200 200 403 404  GET  /associations/{amal}/invitations
302 404 404 404 404 200 404 404  GET  /associations/{hidden}/invitations
302 403 403 403 200 200 403 404  GET  /associations/{amal}/invitations/mail
302 403 403 403 200 200 403 404  GET  /associations/{amal}/invitations/link
302 403 403 403 200 200 403 404  GET  /associations/{amal}/invitations/code
404 404 404 404 404 404 404 404  GET  /associations/{amal}/invitations/pigeon
419 403 403 403 422 422 403 404  POST /associations/{amal}/invitations/mail
302 403 403 403 200 200 403 404  GET  /associations/{amal}/invitations/{invitation}
302 404 404 404 404 404 404 404  GET  /associations/{hidden}/invitations/{invitation}
419 403 403 403 303 303 403 404  POST /associations/{amal}/invitations/{invitation}/revocation

200 200 200 200 200 200 200 200  GET  /code
422 422 422 422 422 422 422 422  POST /code
404 404 404 404 404 404 404 404  POST /code code=22222222
200 200 200 200 200 200 200 200  GET  /invitation/{secret}
404 404 404 404 404 404 404 404  GET  /invitation/unknown
422 303 303 303 303 303 303 303  POST /invitation/{secret}
404 404 404 404 404 404 404 404  POST /invitation/unknown
410 410 410 410 410 410 410 410  GET  /invitation/{revoked}
410 410 303 410 410 410 410 410  POST /invitation/{revoked} name=Aya phone=0661234567
422 422 422 422 422 422 422 422  POST /invitation/{revoked}/completion
422 422 422 422 422 422 422 422  POST /invitation/{revoked}/renewal
303 303 303 303 303 303 303 303  POST /invitation/{revoked}/renewal who=Aya
"""
LINES = [line.split() for line in TABLE.split("\n") if line]
ROLES = [COLUMNS[column] for column in LINES[0]]


@dataclass
class Door:
    """One line of the table."""

    method: str
    path: str
    form: dict[str, str]
    expected: dict[str, int]
    is_once: bool

    @classmethod
    def read(cls, words: list[str]) -> "Door":
        codes, (method, path, *form) = words[: len(ROLES)], words[len(ROLES) :]
        return cls(
            method.replace("DONE", "POST"), path, dict(pair.split("=") for pair in form),
            dict(zip(ROLES, map(int, codes), strict=True)), method == "DONE",
        )  # fmt: skip

    def __str__(self):
        return " ".join([self.method, self.path, *self.form])

    def open(self, browser, world) -> int:
        """The status of the answer."""
        address = self.path.format(**vars(world))
        return browser.open(address, method=self.method, data=self.form).status_code


DOORS = [Door.read(line) for line in LINES[1:]]
SHARED = [door for door in DOORS if not door.is_once]
ALONE = [(door, role) for door in DOORS if door.is_once for role in ROLES]


@pytest.mark.parametrize("door", SHARED, ids=str)
def test_a_door(world, browsers, door):
    assert {role: door.open(browsers(role), world) for role in ROLES} == door.expected


@pytest.mark.parametrize("door, role", ALONE, ids=str)
def test_a_door_that_opens_once(world, browsers, door, role):
    assert door.open(browsers(role), world) == door.expected[role]


def test_a_suspended_member_is_a_visitor(world, cast, browsers):
    browser = browsers("focal_point")
    cast["focal_point"].suspended_at = clock.now()
    db.session.commit()
    doors = [door for door in SHARED if 303 not in door.expected.values()]
    answers = {str(door): door.open(browser, world) for door in doors}

    assert answers == {str(door): door.expected["visitor"] for door in doors}


@pytest.mark.usefixtures("csrf_on")
@pytest.mark.parametrize("role", ["visitor", "coordinator"])
def test_no_form_is_taken_without_its_token(world, browsers, role):
    browser = browsers(role)
    answers = {str(d): d.open(browser, world) for d in DOORS if d.method == "POST"}

    assert {door: status for door, status in answers.items() if status != 419} == {}


def test_every_url_has_its_line(portal):
    adapter = portal.url_map.bind("localhost")
    rules = {
        (rule.rule, method)
        for rule in portal.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
        if rule.endpoint != "static"
    }

    assert rules - {_rule(adapter, door) for door in DOORS} == set()


def _rule(adapter, door):
    """The rule that a line's path meets, a number or code standing for each name."""
    path = re.sub(r"{\w+}", "1", door.path.partition("?")[0])
    try:
        rule, _values = adapter.match(path, door.method, return_rule=True)
    except NotFound:
        return None
    return rule.rule, door.method
