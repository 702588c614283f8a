"""A member, and the skills that members name."""

from datetime import datetime

from sqlalchemy import JSON, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock, codes
from portal.core.db import UtcDateTime, db
from portal.core.folding import fold
from portal.members.models.second_step import SecondStep
from portal.members.models.sign_in import SignIn

ROLES = ("member", "coordinator", "observer", "technician")
VISIBILITIES = ("public", "network", "coordinators")
PROFILE = ("job", "about", "skills", "languages", "email", "phone")

_skills = Table(
    "member_skill",
    db.metadata,
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
    Column("skill_id", ForeignKey("skill.id"), primary_key=True, index=True),
)


class Member(SecondStep, db.Model):
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
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    skills: Mapped[list["Skill"]] = relationship(secondary=_skills, order_by="Skill.name")
    sign_ins: Mapped[list[SignIn]] = relationship(
        back_populates="member", cascade="all, delete-orphan", order_by=SignIn.id.desc()
    )

    is_authenticated = True
    is_anonymous = False

    @classmethod
    def open(
        cls, name: str, *, email: str | None = None, phone: str | None = None, language: str = ""
    ) -> "Member":
        """A new account, without a password until its owner sets one."""
        return cls(name=name, email=email or None, phone=phone or None, language=language)

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

    def edit_profile(self, skills: list["Skill"], values: dict) -> None:
        """`version` counts these edits only, so that a sign-in in between is no conflict."""
        for name, value in values.items():
            setattr(self, name, value)
        self.skills = skills
        self.version += 1

    def set_password(self, password_hash: str, *, but: SignIn | None = None) -> None:
        """Whoever knew the old one is out, on every device but the one that sets the new."""
        self.password_hash = password_hash
        self.end_sign_ins(but=but)

    def sign_in(self, agent: str, *, is_shared: bool) -> tuple[SignIn, str]:
        """A new signed-in device and the key that its cookie holds (kept only as a digest)."""
        key = codes.new_token()
        lasts = SignIn.SHARED if is_shared else SignIn.OWN
        sign_in = SignIn(
            key_digest=codes.digest(key), agent=agent[:300], is_shared=is_shared,
            expires_at=clock.now() + lasts,
        )  # fmt: skip
        self.sign_ins.append(sign_in)
        return sign_in, key

    def end_sign_ins(self, *, but: SignIn | None = None) -> None:
        for sign_in in self.sign_ins:
            if sign_in is not but:
                sign_in.end()


class Skill(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)

    @classmethod
    def named(cls, name: str) -> "Skill":
        return cls(name=name, folded=fold(name))
