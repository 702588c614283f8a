"""The portal under test, its database, its browsers and its cast."""

import os
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import event

from portal import create_app
from portal.core import clock, guard
from portal.core.db import db as database
from portal.core.settings import SETTINGS
from portal.members import passwords
from tests.databases import own_database


class Browser(FlaskClient):
    """A client whose requests see, and leave behind, only what was committed."""

    def open(self, *args, **kwargs):
        database.session.commit()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        database.session.expire_all()
        return response


@pytest.fixture(scope="session")
def portal():
    """The portal with the tests' settings, on SQLite or on TEST_DATABASE_URL's server."""
    with pytest.MonkeyPatch.context() as patch, _folder() as folder, own_database(folder) as url:
        for setting in SETTINGS:
            patch.delenv(setting.name, raising=False)
        app = create_app(
            {
                "INSTANCE_PATH": folder,
                "DATABASE_URL": url,
                "SECRET_KEY": "for tests only",
                "PUBLIC_URL": "http://localhost",
                "RUN_TASKS": "no",
            }
        )
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        app.test_client_class = Browser
        with app.app_context():
            database.create_all()
        yield app
        with app.app_context():
            database.engine.dispose()


@contextmanager
def _folder():
    """In memory where that is possible: the tests commit a lot, and wait for no disk."""
    memory = "/dev/shm"
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


@pytest.fixture
def app(portal, monkeypatch):
    """The portal, with the test's own application context around the test; passwords are cheap."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, parallelism=1))
    with portal.app_context():
        yield portal
        database.session.rollback()


@pytest.fixture(autouse=True)
def clean_tables(request):
    yield
    if "portal" not in request.fixturenames:
        return
    guard.limiter.reset()
    with request.getfixturevalue("portal").app_context():
        for table in reversed(database.metadata.sorted_tables):
            database.session.execute(table.delete())
        database.session.commit()


@pytest.fixture
def browser(app):
    """Nobody is signed in."""
    return app.test_client()


@pytest.fixture
def browser_of(app):
    """The browser of a member who is signed in."""

    def open_browser(member):
        client = app.test_client()
        _sign_in, key = member.sign_in("Tests", is_shared=False)
        database.session.commit()
        with client.session_transaction() as session:
            session["_user_id"] = key
        return client

    return open_browser


@pytest.fixture
def make(app):
    """Saves things; returns the first."""

    def save(*things):
        database.session.add_all(things)
        database.session.commit()
        return things[0]

    return save


@pytest.fixture
def csrf_on(portal, monkeypatch):
    """Forms need their token, as outside the tests."""
    monkeypatch.setitem(portal.config, "WTF_CSRF_ENABLED", True)


@pytest.fixture
def later(monkeypatch):
    """`later(days=3)`: the clock goes on by that much."""
    real = clock.now

    def go_on(**much):
        passed = timedelta(**much)
        monkeypatch.setattr(clock, "now", lambda: real() + passed)

    return go_on


@pytest.fixture
def count_queries(app):
    """`with count_queries() as queries:` lists the statements that were run meanwhile."""

    @contextmanager
    def count():
        statements = []

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
                statements.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(database.engine, "before_cursor_execute", note)

    return count


@pytest.fixture
def visitor(app):
    """Is not signed in."""
    return guard.sign_in_manager.anonymous_user()


@pytest.fixture
def outsider(make):
    """A member without a mandate in the association."""
    return make(_member("Hamid Ouali", "hamid@exemple.ma"))


@pytest.fixture
def coordinator(make):
    """Runs the network."""
    return make(_member("Salma Idrissi", "salma@exemple.ma", role="coordinator"))


@pytest.fixture
def observer(make):
    """Reads the figures of the network, and changes nothing."""
    return make(_member("Paul Observateur", "paul@exemple.ma", role="observer"))


@pytest.fixture
def technician(make):
    """Keeps the portal running, without reading what members write."""
    return make(_member("Tarik Alami", "tarik@exemple.ma", role="technician"))


@pytest.fixture
def amal(make):
    """An association of Casablanca, with nobody in it yet."""
    from portal.associations.models import Association

    association = Association(domain="education", province="MA-CAS-ANF")
    association.rename(fr="Association Amal", ar="جمعية الأمل")
    return make(association)


@pytest.fixture
def focal_point(make, amal, coordinator):
    """Speaks for Amal and answers for its sheet and mandates."""
    return _mandated(make, amal, coordinator, "focal_point", "Amina Berrada", "amina@exemple.ma")


@pytest.fixture
def officer(make, amal, coordinator):
    """Sits on Amal's board: writes the sheet, gives no mandates."""
    return _mandated(make, amal, coordinator, "officer", "Omar Tazi", "omar@exemple.ma")


@pytest.fixture
def volunteer(make, amal, coordinator):
    """Helps Amal, without a say in its sheet."""
    return _mandated(make, amal, coordinator, "volunteer", "Nadia Fassi", "nadia@exemple.ma")


def _member(name, email, role="member"):
    from portal.members.models import Member

    member = Member.open(name, email=email, language="fr")
    member.role = role
    return member


def _mandated(make, association, coordinator, role, name, email):
    from portal.associations.models import Mandate

    member = make(_member(name, email))
    make(Mandate.give(association, member, role, by=coordinator))
    return member
