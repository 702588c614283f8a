"""A member, the devices they are signed in on, their skills, and the tickets that let them in."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock, codes
from portal.core.db import UtcDateTime, db
from portal.core.folding import fold

ROLES = ("member", "coordinator", "observer", "technician")
VISIBILITIES = ("public", "network", "coordinators")

_skills = Table(
    "member_skill",
    db.metadata,
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
    Column("skill_id", ForeignKey("skill.id"), primary_key=True, index=True),
)


class Member(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    role: Mapped[str] = mapped_column(default="member", index=True)
    language: Mapped[str] = mapped_column(default="")
    job: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    languages: Mapped[list] = mapped_column(JSON, default=list)
    is_open_to_connections: Mapped[bool] = mapped_column(default=False)
    is_listed: Mapped[bool] = mapped_column(default=False)
    visibility: Mapped[dict] = mapped_column(JSON, default=dict)
    totp_secret: Mapped[str | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    skills: Mapped[list["Skill"]] = relationship(secondary=_skills, order_by="Skill.name")
    sign_ins: Mapped[list["SignIn"]] = relationship(
        back_populates="member", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.suspended_at is None

    @property
    def is_coordinator(self) -> bool:
        return self.role == "coordinator"

    def visibility_of(self, field: str) -> str:
        """Who sees a field: public, network or coordinators (the default of all contact fields)."""
        default = "coordinators" if field in ("email", "phone") else "network"
        return (self.visibility or {}).get(field, default)

    @classmethod
    def open(cls, name: str, *, email: str | None = None, phone: str | None = None,
             language: str = "") -> "Member":
        """A new account, without a password until its owner sets one."""
        return cls(name=name, email=email or None, phone=phone or None, language=language)

    def sign_in(self, agent: str, *, is_shared: bool) -> tuple["SignIn", str]:
        """A new signed-in device and the key that its cookie holds (kept only as a digest)."""
        key = codes.new_token()
        lasts = SignIn.SHARED if is_shared else SignIn.OWN
        sign_in = SignIn(
            key_digest=codes.digest(key), agent=agent[:300], is_shared=is_shared,
            expires_at=clock.now() + lasts,
        )  # fmt: skip
        self.sign_ins.append(sign_in)
        return sign_in, key

    def end_sign_ins(self, *, but: "SignIn | None" = None) -> None:
        for sign_in in self.sign_ins:
            if sign_in is not but:
                sign_in.end()


class SignIn(db.Model):
    """A device on which a member is signed in, until it expires or is ended from anywhere."""

    OWN = timedelta(days=60)
    SHARED = timedelta(hours=2)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    key_digest: Mapped[str] = mapped_column(unique=True)
    agent: Mapped[str]
    is_shared: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    member: Mapped[Member] = relationship(back_populates="sign_ins")

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.expires_at > clock.now()

    def end(self) -> None:
        self.ended_at = self.ended_at or clock.now()


class Ticket(db.Model):
    """A secret that sets a password once: mailed (reset) or handed over on paper (activation)."""

    LASTS = {"reset": timedelta(hours=2), "activation": timedelta(days=14)}

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    member: Mapped[Member] = relationship(foreign_keys=member_id)

    @classmethod
    def new(cls, member: Member, purpose: str, *, made_by: Member | None = None):
        """The ticket and its secret: a long token for a mail, eight characters for paper."""
        secret = codes.new_code() if purpose == "activation" else codes.new_token()
        ticket = cls(
            member=member, purpose=purpose, digest=codes.digest(secret),
            made_by_id=made_by.id if made_by else None,
            expires_at=clock.now() + cls.LASTS[purpose],
        )  # fmt: skip
        return ticket, secret

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.expires_at > clock.now()


class Skill(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)

    @classmethod
    def named(cls, name: str) -> "Skill":
        return cls(name=name, folded=fold(name))
