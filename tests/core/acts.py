"""Every kind of form as one act in a small world: who posts what, and where.

`ACTS` holds a function for each; it takes the world and returns (path, fields) or, when somebody
signed in posts it, (path, fields, who).
"""

from functools import cache
from itertools import count
from types import SimpleNamespace

from argon2 import PasswordHasher

from portal.associations.models import Application, Association, Invitation, Mandate
from portal.members.models import Member, Ticket

PASSWORD = "three quiet olives"
ASSOCIATION = {
    "name_ar": "جمعية الأمل",
    "domain": "education",
    "province": "MA-CAS-ANF",
    "members_size": "20-49",
}
CONTACT = {"contact_name": "Amina", "contact_role": "Présidente", "contact_phone": "0661234567"}
REASONS = {"motivation": "Nous accompagnons 35 jeunes.", "charter": "y"}
ACTS = []

_worlds = count(1)


def world(session) -> SimpleNamespace:
    """An association with its people, requests in three states, invitations: saved, all new."""
    w = SimpleNamespace(number=next(_worlds), session=session)
    w.amal = Association(domain="education", province="MA-CAS-ANF")
    w.amal.rename(fr=f"Amal {w.number}", ar="الأمل")
    w.coordinator = _member(w, "Salma", role="coordinator")
    w.focal_point, w.officer = _member(w, "Amina"), _member(w, "Omar")
    w.outsider, w.newcomer = _member(w, "Hamid"), _member(w, "Nadia")
    session.add(w.amal)
    session.flush()
    w.mandate = Mandate.give(w.amal, w.focal_point, "focal_point", by=w.coordinator)
    w.other_mandate = Mandate.give(w.amal, w.officer, "officer", by=w.coordinator)
    w.draft, w.sent, w.incomplete = _application(w), _application(w), _application(w)
    w.sent.submit()
    w.incomplete.ask_complement(w.coordinator, ["motivation"], "Combien ?")
    w.invitation, w.secret = Invitation.new(
        w.amal, "link", "volunteer", by=w.focal_point, most_uses=9
    )
    session.add(w.invitation)
    w.ticket, w.ticket_secret = Ticket.new(w.newcomer, "reset")
    session.add(w.ticket)
    session.commit()
    return w


def _member(w, name, role="member"):
    email = f"{name.lower()}{w.number}@exemple.ma"
    member = Member.open(name, email=email, language="fr")
    member.role, member.password_hash = role, password_hash()
    w.session.add(member)
    return member


@cache
def password_hash() -> str:
    """Of PASSWORD, as strong as the portal's own, so that signing in does not renew it."""
    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(PASSWORD)


def _application(w):
    application = Application(language="fr", step=3)
    number = next(_worlds)
    of_its_own = {"name_fr": f"Autre {number}", "contact_email": f"autre{number}@exemple.ma"}
    application.fill({**ASSOCIATION, **CONTACT, "name_ar": "", "contact_phone": "", **of_its_own})
    w.session.add(application)
    return application


def _act(function):
    ACTS.append(function)
    return function


@_act
def first_step_of_an_application(w):
    return "/join", ASSOCIATION


@_act
def second_step_of_an_application(w):
    return f"/join/{w.draft.code}/steps/2", {**CONTACT, "contact_phone": f"06{w.number:08}"}


@_act
def sending_an_application(w):
    return f"/join/{w.draft.code}/steps/3", REASONS


@_act
def completing_an_application(w):
    return f"/join/{w.incomplete.code}/complement", {"motivation": "Pour 35 jeunes."}


@_act
def withdrawing_an_application(w):
    return f"/join/{w.sent.code}/withdrawal", {}


@_act
def admitting(w):
    return f"/applications/{w.sent.id}/acceptance", {"version": w.sent.version}, w.coordinator


@_act
def asking_for_a_complement(w):
    question = {"fields": ["motivation"], "question": "Combien ?", "version": w.sent.version}
    return f"/applications/{w.sent.id}/complement", question, w.coordinator


@_act
def refusing(w):
    words = {"reason": "outside_scope", "text": "Une autre fois.", "version": w.sent.version}
    return f"/applications/{w.sent.id}/refusal", words, w.coordinator


@_act
def editing_a_sheet(w):
    sheet = {"name_fr": "Amal de Maârif", "domain": "education", "province": "MA-CAS-ANF"}
    seen_by = {f"{c}_seen_by": "network" for c in ("phone", "email", "website", "address")}
    return _of(w, "edit"), {**sheet, **seen_by, "version": w.amal.version}, w.focal_point


@_act
def confirming_a_sheet(w):
    return _of(w, "confirmation"), {}, w.focal_point


@_act
def acting_for_an_association(w):
    return _of(w, "acting"), {}, w.focal_point


@_act
def giving_a_mandate(w):
    return _of(w, "mandates"), {"person": w.outsider.email, "role": "staff"}, w.focal_point


@_act
def changing_a_mandate(w):
    new = {"role": "officer", "title": "Trésorier"}
    return _of(w, f"mandates/{w.other_mandate.id}"), new, w.focal_point


@_act
def ending_a_mandate(w):
    return _of(w, f"mandates/{w.other_mandate.id}/ending"), {"why": "Parti"}, w.focal_point


@_act
def handing_over(w):
    heir = {"heir": w.officer.id, "stays_as": "volunteer"}
    return _of(w, f"mandates/{w.mandate.id}/handover"), heir, w.focal_point


@_act
def inviting_by_mail(w):
    guest = {"email": f"guest{w.number}@exemple.ma", "role": "volunteer", "language": "ar"}
    return _of(w, "invitations/mail"), guest, w.focal_point


@_act
def inviting_by_link(w):
    link = {"role": "volunteer", "most_uses": 5, "days": 7}
    return _of(w, "invitations/link"), link, w.focal_point


@_act
def revoking_an_invitation(w):
    return _of(w, f"invitations/{w.invitation.id}/revocation"), {}, w.focal_point


@_act
def accepting_an_invitation(w):
    return f"/invitation/{w.secret}", {}, w.outsider


@_act
def accepting_an_invitation_without_an_account(w):
    return f"/invitation/{w.secret}", {"name": "Zineb", "email": f"zineb{w.number}@exemple.ma"}


@_act
def asking_for_another_invitation(w):
    return f"/invitation/{w.secret}/renewal", {"who": "Zineb, 0661234567"}


@_act
def editing_ones_profile(w):
    profile = {"name": "Hamid Ouali", "job": "Comptable", "skills": f"Excel {w.number}"}
    seen = ("job", "about", "skills", "languages", "email", "phone")
    seen_by = {f"{field}_seen_by": "network" for field in seen}
    given = {**profile, **seen_by, "language": "fr", "version": w.outsider.version}
    return "/me/edit", given, w.outsider


@_act
def changing_ones_password(w):
    return "/me/password", {"password": PASSWORD, "new_password": "four loud pears"}, w.outsider


@_act
def changing_ones_telephone(w):
    return "/me/phone", {"password": PASSWORD, "phone": f"06{w.number:08}"}, w.outsider


@_act
def changing_ones_email(w):
    return "/me/email", {"password": PASSWORD, "email": f"new{w.number}@exemple.ma"}, w.outsider


@_act
def signing_out_the_other_devices(w):
    return "/me/devices/others/end", {}, w.outsider


@_act
def asking_for_a_new_password(w):
    return "/password/forgotten", {"identifier": w.outsider.email}


@_act
def setting_a_new_password(w):
    return f"/password/new/{w.ticket_secret}", {"password": "four loud pears"}


def _of(w, rest: str) -> str:
    return f"/associations/{w.amal.id}/{rest}"
