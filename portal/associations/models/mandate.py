"""A mandate: a member's role in an association, from a day to a day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.associations.models.association import Association
from portal.core import clock
from portal.core.db import UtcDateTime, db
from portal.members.models import Member

ROLES = ("focal_point", "officer", "staff", "volunteer")


class Mandate(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    role: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date] = mapped_column(default=clock.today)
    ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    association: Mapped[Association] = relationship(back_populates="mandates")
    member: Mapped[Member] = relationship(foreign_keys=member_id)

    @property
    def is_current(self) -> bool:
        """In force today: a mandate still counts on its last day."""
        day = clock.today()
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)
