"""A device on which a member is signed in, until it expires or is ended from anywhere."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import UtcDateTime, db

if TYPE_CHECKING:
    from portal.members.models.member import Member


class SignIn(db.Model):
    OWN = timedelta(days=60)
    SHARED = timedelta(hours=2)
    SEEN_EVERY = timedelta(hours=1)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    key_digest: Mapped[str] = mapped_column(unique=True)
    agent: Mapped[str]
    is_shared: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    member: Mapped["Member"] = relationship(back_populates="sign_ins")

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.expires_at > clock.now()

    @property
    def is_long_unseen(self) -> bool:
        return clock.now() - self.seen_at > self.SEEN_EVERY

    def see(self) -> None:
        """It is used: an own device stays signed in as long as it comes back."""
        self.seen_at = clock.now()
        if not self.is_shared:
            self.expires_at = self.seen_at + self.OWN

    def end(self) -> None:
        self.ended_at = self.ended_at or clock.now()
