"""What the pages of the table show, and who looks: beside the demonstration, in its database."""

import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from flask import make_response, render_template
from sqlalchemy import select

from portal.associations.actions import applications as joining
from portal.associations.models import Application, Association, Invitation
from portal.core import clock
from portal.core.db import db
from portal.core.paging import Page
from portal.demo.network import PASSWORD
from portal.members.models import Member, Ticket

PEOPLE = {
    "newcomer": "houda@exemple.ma",
    "focal_point": "amina@exemple.ma",
    "coordinator": "coordination@exemple.ma",
}
SHOWN = {
    "errors/429.html": {"wait": 600},
    "associations/queue.html": {
        "state": "submitted", "page": Page([], None), "counts": {}, "twins": set(),
        "tabs": ["submitted", "incomplete", "accepted", "refused", "withdrawn"],
    },
}  # fmt: skip


@dataclass
class Stage:
    """The words for the paths, and the session of each who looks."""

    app: object
    names: dict
    sessions: dict[str, dict]

    def path(self, page) -> str:
        return page.path.format(**self.names)

    def cookie(self, who: str) -> str:
        """The session cookie of one who looks."""
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        return serializer.dumps(self.sessions[who])

    def render(self, page, language: str):
        """The answer with a page that cannot be asked for."""
        cookie = f"{self.app.config['SESSION_COOKIE_NAME']}={self.cookie(page.who)}"
        headers = {"Accept-Language": language, "Cookie": cookie}
        with self.app.test_request_context("/", headers=headers):
            body = render_template(page.path, **SHOWN.get(page.path, {}))
            return self.app.process_response(make_response(body, page.status))


@contextmanager
def standing(app):
    """The stage; those who look speak what their browser speaks."""
    with app.app_context():
        for address in PEOPLE.values():
            _member(address).language = ""
        names = _applications() | _people() | _association() | {"password": PASSWORD}
        sessions = {who: _session_of(_member(address)) for who, address in PEOPLE.items()}
        sessions["half"] = {"half": [_member(PEOPLE["newcomer"]).id, False, int(time.time())]}
        sessions["visitor"] = {}
        sessions["focal_point"]["invitations"] = {
            str(names["by_link"]): names["link"], str(names["by_code"]): names["code"]
        }  # fmt: skip
        db.session.commit()
        yield Stage(app, names, sessions)


def _member(email: str) -> Member:
    return db.session.scalar(select(Member).where(Member.email == email))


def _session_of(member: Member) -> dict:
    _sign_in, key = member.sign_in("Mozilla/5.0 (Linux; Android 6.0)", is_shared=False)
    return {"_user_id": key, "_permanent": True}


def _applications() -> dict:
    """One in each state; the draft has a twin that was sent."""
    made = {state: _application(state) for state in ("draft", "submitted", "incomplete")}
    made |= {"refused": _application("refused"), "accepted": _application("accepted")}
    made["draft"].fill({"name_fr": made["submitted"].name_fr})
    db.session.add_all(made.values())
    db.session.flush()
    reviewer = _member(PEOPLE["coordinator"])
    for state in ("submitted", "incomplete", "refused", "accepted"):
        joining.submit(made[state])
    fields = ["name_fr", "province", "members_size", "contact_phone", "motivation"]
    joining.ask_complement(made["incomplete"], reviewer, fields, "Combien de membres ?")
    joining.refuse(made["refused"], reviewer, "other", "Une autre association porte ce nom.")
    joining.admit(made["accepted"], reviewer)
    db.session.flush()
    ids = {f"{state}_id": application.id for state, application in made.items()}
    codes = {state: application.code for state, application in made.items()}
    return {**ids, **codes, "version": made["submitted"].version}


def _application(state: str) -> Application:
    application = Application(language="fr", step=3)
    application.fill(
        {
            "name_fr": f"Nour de la scène, {state}", "name_ar": "جمعية النور", "domain": "health",
            "province": "MA-CAS-ANF", "members_size": "20-49", "contact_name": "Nour Alaoui",
            "contact_role": "Présidente", "contact_email": f"{state}@exemple.ma",
            "contact_phone": "", "motivation": "Partager ce que nous savons.\nنريد أن نتعلم.",
        }
    )  # fmt: skip
    return application


def _people() -> dict:
    member = _member("hassan@exemple.ma")
    tickets = {purpose: Ticket.new(member, purpose, address="h@exemple.ma") for purpose in
               ("reset", "email")}  # fmt: skip
    db.session.add_all(ticket for ticket, _secret in tickets.values())
    return {
        "member": member.id, "reset": tickets["reset"][1], "new_email": tickets["email"][1]
    }  # fmt: skip


def _association() -> dict:
    focal_point = _member(PEOPLE["focal_point"])
    own = db.session.scalar(select(Association).where(Association.acronym == "AMAC"))
    other = db.session.scalar(select(Association).where(Association.acronym == "FSMR"))
    invite = {
        name: Invitation.new(own, kind, "volunteer", by=focal_point, most_uses=20)
        for name, kind in {
            "link": "link",
            "code": "code",
            "revoked": "mail",
            "expired": "link",
        }.items()
    }
    invite["revoked"][0].revoke()
    invite["expired"][0].expires_at = clock.now() - timedelta(days=1)
    db.session.add_all(invitation for invitation, _secret in invite.values())
    db.session.flush()
    mandates = {mandate.member_id: mandate.id for mandate in own.mandates if mandate.is_current}
    return {
        "own": own.id, "other": other.id, "leading": mandates.pop(focal_point.id),
        "helping": next(iter(mandates.values())), "by_link": invite["link"][0].id,
        "by_code": invite["code"][0].id, **{name: made[1] for name, made in invite.items()},
    }  # fmt: skip
