"""`flask create-coordinator`: the first account of a portal."""

import re

import pytest

from portal.core.db import db
from portal.members import queries


def test_it_opens_an_account_whose_code_works(app, browser):
    result = _run(app, "Salma", "salma@exemple.ma")

    assert result.exit_code == 0
    code = re.search(r"\w{4}-\w{4}", result.output)[0]
    step = browser.post("/activation", data={"identifier": "salma@exemple.ma", "code": code})
    browser.post(step.location, data={"password": "le jardin vert"})
    assert queries.find_by_email("salma@exemple.ma").is_coordinator
    assert browser.get("/me").status_code == 200


def test_it_takes_a_telephone(app):
    _run(app, "Salma", "06 61 23 45 67")

    assert queries.find_by_phone("+212661234567").is_coordinator


def test_it_makes_a_member_coordinator(app, aicha):
    _run(app, "Aïcha", "aicha@exemple.ma")

    assert aicha.is_coordinator
    assert aicha.name == "Aïcha Bennis"


@pytest.mark.parametrize("name, identifier", [("", "a@exemple.ma"), ("Salma", "personne")])
def test_it_refuses_what_is_no_account(app, name, identifier):
    result = _run(app, name, identifier)

    assert result.exit_code == 1
    assert queries.coordinators() == []


def test_a_lost_second_step_is_forgotten(app, aicha):
    aicha.totp_secret = "x"
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["forget-second-step", "aicha@exemple.ma"])

    assert result.exit_code == 0
    assert not aicha.has_second_step
    db.session.commit()
    missing = app.test_cli_runner().invoke(args=["forget-second-step", "personne@exemple.ma"])
    assert missing.exit_code == 1


def _run(app, name, identifier):
    db.session.commit()
    args = ["create-coordinator", "--name", name, "--identifier", identifier]
    return app.test_cli_runner().invoke(args=args)
