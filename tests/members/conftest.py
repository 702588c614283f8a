"""Members with a password, and what they type."""

import pytest

from portal.core.db import db
from portal.members import passwords
from portal.members.models import Member, SignIn, Ticket

PASSWORD = "trois mots simples"


@pytest.fixture(autouse=True)
def english(portal, monkeypatch):
    """Pages answer in the language of the tests' sentences."""
    monkeypatch.setitem(portal.config, "DEFAULT_LANGUAGE", "en")


@pytest.fixture
def give_password(app):
    """Gives a member the password of the tests."""

    def give(member):
        member.password_hash = passwords.hashed(PASSWORD)
        db.session.commit()
        return member

    return give


@pytest.fixture
def aicha(make, give_password):
    """Secretary of a district association, with an e-mail and a telephone."""
    return give_password(
        make(Member.open("Aïcha Bennis", email="aicha@exemple.ma", phone="+212661234567"))
    )


@pytest.fixture
def sign_in():
    """Fills in the sign-in form in a browser."""

    def fill_in(browser, identifier="aicha@exemple.ma", password=PASSWORD, **more):
        return browser.post(
            "/sign-in", data={"identifier": identifier, "password": password, **more}
        )

    return fill_in


@pytest.fixture
def ticket_for(app):
    """A ticket's secret, as a mail or a paper carries it."""

    def new(member, purpose, **more):
        ticket, secret = Ticket.new(member, purpose, **more)
        db.session.add(ticket)
        db.session.commit()
        return secret

    return new


@pytest.fixture
def count_sign_ins(app):
    return lambda: db.session.query(SignIn).count()
