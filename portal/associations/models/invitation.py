"""An invitation to take a mandate: by mail, by a link for several, or by a code on paper."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.associations.models.association import Association
from portal.core import clock, codes
from portal.core.db import UtcDateTime, db
from portal.members.models import Member

KINDS = ("mail", "link", "code")


class Invitation(db.Model):
    LASTS = {"mail": timedelta(days=14), "link": timedelta(days=7), "code": timedelta(days=30)}

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"), index=True)
    kind: Mapped[str]
    role: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    most_uses: Mapped[int] = mapped_column(default=1)
    uses: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    association: Mapped[Association] = relationship()
    made_by: Mapped[Member] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def new(
        cls, association: Association, kind: str, role: str, *, by: Member, title: str = "",
        email: str = "", name: str = "", most_uses: int = 1, days: int | None = None,
    ) -> tuple["Invitation", str]:  # fmt: skip
        """The invitation and its secret: eight characters for paper, a long token otherwise."""
        secret = codes.new_code() if kind == "code" else codes.new_token()
        lasts = timedelta(days=days) if days else cls.LASTS[kind]
        invitation = cls(
            association=association, kind=kind, role=role, title=title, email=email, name=name,
            most_uses=most_uses, digest=codes.digest(secret), made_by=by,
            expires_at=clock.now() + lasts,
        )  # fmt: skip
        return invitation, secret

    def revoke(self) -> None:
        self.revoked_at = self.revoked_at or clock.now()

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def state(self) -> str:
        """open, revoked, used or expired."""
        if self.revoked_at is not None:
            return "revoked"
        if self.uses >= self.most_uses:
            return "used"
        return "expired" if self.expires_at <= clock.now() else "open"
