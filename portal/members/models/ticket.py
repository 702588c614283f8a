"""A secret that does one thing once: sets a password, or confirms a new e-mail."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock, codes
from portal.core.db import UtcDateTime, db
from portal.members.models.member import Member


class Ticket(db.Model):
    """Mailed (reset, email) or handed over on paper (activation)."""

    LASTS = {
        "reset": timedelta(hours=2),
        "activation": timedelta(days=14),
        "email": timedelta(days=1),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    member: Mapped[Member] = relationship(foreign_keys=member_id)

    @classmethod
    def new(
        cls, member: Member, purpose: str, *, made_by: Member | None = None, address: str = ""
    ) -> tuple["Ticket", str]:
        """The ticket and its secret: a long token for a mail, eight characters for paper."""
        secret = codes.new_code() if purpose == "activation" else codes.new_token()
        ticket = cls(
            member=member, purpose=purpose, digest=codes.digest(secret), address=address,
            made_by_id=made_by.id if made_by else None,
            expires_at=clock.now() + cls.LASTS[purpose],
        )  # fmt: skip
        return ticket, secret

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.expires_at > clock.now()

    def use(self) -> None:
        self.used_at = clock.now()
