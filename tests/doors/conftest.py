"""What stands behind the doors, and who comes to them."""

from types import SimpleNamespace

import pytest

from portal.associations.models import Application, Association, Invitation, Mandate
from portal.core import clock
from portal.core.db import db
from portal.members.models import Member, Ticket

CAST = (
    "outsider", "volunteer", "officer", "focal_point", "coordinator", "observer", "technician",
)  # fmt: skip


@pytest.fixture
def cast(request):
    """Each role of the table, but the visitor, by name."""
    return {role: request.getfixturevalue(role) for role in CAST}


@pytest.fixture
def browsers(app, cast, browser_of):
    """`browsers(role)` opens one."""

    def open_one(role):
        return app.test_client() if role == "visitor" else browser_of(cast[role])

    return open_one


@pytest.fixture
def world(cast, amal):
    """What the paths name."""
    focal_point = cast["focal_point"]
    aicha = Member.open("Aïcha Bennis", phone="+212661234599")
    suspended = Member.open("Said Mouline", phone="+212661234598")
    suspended.suspended_at = clock.now()
    hidden = Association(domain="health", province="MA-RAB", suspended_at=clock.now())
    hidden.rename(fr="Zitouna")
    requests = {state: _request(state) for state in ("draft", "submitted", "incomplete")}
    requests |= {"refused": _request("refused")}
    device, _key = aicha.sign_in("Tests", is_shared=False)
    invitations = [
        Invitation.new(amal, "link", "volunteer", by=focal_point, most_uses=50)
        for _turn in range(2)
    ]
    invitations[1][0].revoke()
    tickets = [
        Ticket.new(aicha, purpose, address="new@exemple.ma") for purpose in ("reset", "email")
    ]
    things = [aicha, suspended, hidden, *requests.values()]
    db.session.add_all(things + [thing for thing, _secret in invitations + tickets])
    db.session.commit()
    return SimpleNamespace(
        member=aicha.id, suspended=suspended.id, device=device.id, amal=amal.id,
        hidden=hidden.id, **{state: made.code for state, made in requests.items()},
        draft_id=requests["draft"].id, submitted_id=requests["submitted"].id,
        helping=_mandate_of(cast["volunteer"]), leading=_mandate_of(focal_point),
        invitation=invitations[0][0].id, secret=invitations[0][1], revoked=invitations[1][1],
        reset=tickets[0][1], new_email=tickets[1][1],
    )  # fmt: skip


def _request(state):
    application = Application(language="fr", state=state, step=2)
    fields = {"name_fr": f"Nour {state}", "domain": "education", "province": "MA-CAS-ANF"}
    application.fill({**fields, "contact_name": "Nour", "contact_email": f"{state}@exemple.ma"})
    application.reopened = ["motivation"] if state == "incomplete" else []
    application.submitted_at = None if state == "draft" else clock.now()
    return application


def _mandate_of(member):
    return db.session.query(Mandate.id).filter_by(member_id=member.id).scalar()
