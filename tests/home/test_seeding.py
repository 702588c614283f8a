"""The demonstration network: built once, through the rooms' own verbs, and found whole."""

import pytest

from portal.associations.models import Application, Association, Mandate
from portal.core.db import db
from portal.core.mail import Mail
from portal.demo import network
from portal.members.models import Member


@pytest.fixture
def run(app):
    """`run("seed")`: a `flask` command, which sees and leaves behind what was committed."""

    def run(*words):
        db.session.commit()
        result = app.test_cli_runner().invoke(args=list(words))
        db.session.rollback()
        return result

    return run


@pytest.fixture
def seeded(run):
    """What `flask seed` printed on an empty portal."""
    return run("seed")


def count(model) -> int:
    return db.session.query(model).count()


def test_it_is_a_believable_network(seeded):
    assert seeded.exit_code == 0
    assert count(Association) == 10
    assert count(Member) == 30
    states = {state for (state,) in db.session.query(Application.state).distinct()}
    assert states == {"submitted", "incomplete", "refused"}
    roles = {role for (role,) in db.session.query(Mandate.role).distinct()}
    assert roles == {"focal_point", "officer", "staff", "volunteer"}


def test_it_says_how_to_sign_in_as_each_role(seeded, browser):
    for _role, identifier in network.sign_ins():
        assert identifier in seeded.output
        answer = browser.post(
            "/sign-in", data={"identifier": identifier, "password": network.PASSWORD}
        )
        assert answer.status_code == 303, identifier


def test_seeding_twice_changes_nothing(run, seeded):
    before = [count(model) for model in (Association, Member, Application, Mandate)]

    again = run("seed")

    assert again.exit_code == 0
    assert [count(model) for model in (Association, Member, Application, Mandate)] == before
    assert network.PASSWORD in again.output


def test_it_sends_no_mail(seeded):
    assert db.session.query(Mail).filter(Mail.next_try_at.is_not(None)).count() == 0


def test_many_adds_that_many(run, seeded):
    result = run("seed", "--many", "25")

    assert result.exit_code == 0
    assert count(Association) == 35


def test_the_doctor_finds_a_seeded_portal_well(run, seeded):
    result = run("doctor")

    assert result.exit_code == 0, result.output
    for name in ("clock", "database", "disk", "mail", "search index", "translations"):
        assert f"ok    {name}" in result.output


def test_the_doctor_finds_a_sheet_filed_under_another_name(run, amal):
    amal.sort_name = "zzz"
    db.session.commit()

    result = run("doctor")

    assert result.exit_code == 1
    assert "WRONG search index" in result.output
