"""The demonstration network: about ten associations of Casablanca, their people, their requests."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import select

from portal.associations.actions import applications as joining
from portal.associations.models import Application, Association, Mandate
from portal.core import clock
from portal.core.db import db
from portal.members.models import Member, Skill

PASSWORD = "atlas-olivier-2026"
_DATA = Path(__file__).parent / "data"
_DATES = ("receipt_on", "assembly_on", "bureau_renewed_on")


def is_there() -> bool:
    return db.session.scalar(select(Member.id).limit(1)) is not None


def build(password_hash: str) -> None:
    """Everything, in the caller's transaction; every account gets the password of that hash."""
    associations = {a.acronym or a.name: a for a in map(_association, _read("associations"))}
    db.session.add_all(associations.values())
    reviewer = None  # the first account is the coordinator's
    for row in _read("members"):
        member = _member(row, password_hash)
        db.session.add(member)
        db.session.flush()
        reviewer = reviewer or member
        _give_mandates(member, row, associations, reviewer)
    db.session.flush()
    for row in _read("applications"):
        _application(row, reviewer)


def sign_ins() -> list[tuple[str, str]]:
    """(what one sees there, identifier) for one account of each kind."""
    return [
        ("coordinator, in French", "coordination@exemple.ma"),
        ("coordinator, in Arabic", "tansiq@exemple.ma"),
        ("focal point of an association, in French", "amina@exemple.ma"),
        ("focal point, in Arabic, by telephone", "06 62 33 44 55"),
        ("volunteer, in English", "hajar@exemple.ma"),
        ("professional without an association", "houda@exemple.ma"),
        ("observer (a funder)", "bailleur@exemple.ma"),
        ("technician", "technique@exemple.ma"),
    ]


@cache
def _read(name: str) -> list[dict]:
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))


def _association(row: dict) -> Association:
    own = {"name_fr", "name_ar", "acronym", "confirmed_days_ago", *_DATES}
    association = Association(**{k: v for k, v in row.items() if k not in own})
    association.rename(fr=row["name_fr"], ar=row["name_ar"], acronym=row["acronym"])
    for name in _DATES:
        if name in row:
            setattr(association, name, date.fromisoformat(row[name]))
    association.confirmed_at = clock.now() - timedelta(days=row["confirmed_days_ago"])
    return association


def _member(row: dict, password_hash: str) -> Member:
    member = Member.open(
        row["name"], email=row.get("email"), phone=row.get("phone"), language=row["language"]
    )
    member.password_hash = password_hash
    member.role = row.get("role", "member")
    member.job = row.get("job", "")
    member.languages = row.get("languages", [])
    member.is_open_to_connections = member.is_listed = row.get("is_open", False)
    member.skills = [_skill(name) for name in row.get("skills", [])]
    return member


def _skill(name: str) -> Skill:
    known = db.session.scalar(select(Skill).where(Skill.folded == Skill.named(name).folded))
    return known or Skill.named(name)


def _give_mandates(member: Member, row: dict, associations: dict, by: Member) -> None:
    for name, role, title in row.get("mandates", []):
        Mandate.give(
            associations[name], member, role, by=by, title=title, starts_on=date(2025, 3, 8)
        )
    for name, role, title, since, until in row.get("past_mandates", []):
        Mandate.give(
            associations[name], member, role, by=by, title=title,
            starts_on=date.fromisoformat(since), ends_on=date.fromisoformat(until),
        )  # fmt: skip


def _application(row: dict, reviewer: Member) -> None:
    application = Application(language=row["language"], step=3)
    application.fill(row)
    db.session.add(application)
    joining.submit(application)
    application.submitted_at = clock.now() - timedelta(days=row["days_ago"], hours=2)
    then = row.get("then")
    if then in ("asked", "completed"):
        joining.ask_complement(application, reviewer, row["fields"], row["question"])
    if then == "completed":
        joining.complete(application, {name: getattr(application, name) for name in row["fields"]})
    if then == "refused":
        joining.refuse(application, reviewer, row["reason"], row["text"])
        application.decided_at = application.submitted_at + timedelta(days=2)
    application.saved_at = application.submitted_at
    for event in application.events:
        event.created_at = application.submitted_at
