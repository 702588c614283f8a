"""A mandate: a member's role in an association, from a day to a day; its history is kept."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, and_, or_
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
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(default="")
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    association: Mapped[Association] = relationship(back_populates="mandates")
    member: Mapped[Member] = relationship(foreign_keys=member_id)
    events: Mapped[list["MandateEvent"]] = relationship(
        back_populates="mandate", order_by="MandateEvent.id", cascade="all, delete-orphan"
    )

    @classmethod
    def give(
        cls, association: Association, member: Member, role: str, *, by: Member, title: str = "",
        starts_on: date | None = None, ends_on: date | None = None, note: str = "",
        invitation_id: int | None = None,
    ) -> "Mandate":  # fmt: skip
        mandate = cls(
            member=member, role=role, title=title, starts_on=starts_on or clock.today(),
            ends_on=ends_on, note=note, given_by_id=by.id, invitation_id=invitation_id,
        )  # fmt: skip
        association.mandates.append(mandate)
        mandate._note("given", by, note)
        return mandate

    @classmethod
    def current(cls):
        """The same rule as is_current, as a filter for a query."""
        day = clock.today()
        return and_(
            cls.ended_at.is_(None),
            cls.starts_on <= day,
            or_(cls.ends_on.is_(None), cls.ends_on >= day),
        )

    @property
    def is_current(self) -> bool:
        """In force: from its first day to the end of its last, unless it was ended at once."""
        day = clock.today()
        return (
            self.ended_at is None
            and self.starts_on <= day
            and (self.ends_on is None or self.ends_on >= day)
        )

    @property
    def is_lasting(self) -> bool:
        """In force without an end in sight: an association always has such a focal point."""
        return self.is_current and self.ends_on is None

    def overlaps(self, starts_on: date, ends_on: date | None) -> bool:
        """Whether it holds on a day of that time; one that was ended holds no more."""
        if self.ended_at is not None:
            return False
        begins_before = ends_on is None or self.starts_on <= ends_on
        return begins_before and (self.ends_on is None or self.ends_on >= starts_on)

    def change(self, by: Member, *, title: str, ends_on: date | None) -> None:
        was = f"{self.title} – {self.ends_on or ''}"
        self.title, self.ends_on = title, ends_on
        self._note("changed", by, was)

    def end(self, by: Member, note: str = "") -> None:
        """At once: the rights end with this act."""
        self.ended_at, self.ended_by_id = clock.now(), by.id
        self.ends_on = max(clock.today(), self.starts_on)
        self._note("ended", by, note)

    def _note(self, what: str, by: Member, words: str) -> None:
        self.events.append(MandateEvent(what=what, member_id=by.id, words=words))


class MandateEvent(db.Model):
    """One line of a mandate's history: given, changed or ended, by whom; never changed."""

    id: Mapped[int] = mapped_column(primary_key=True)
    mandate_id: Mapped[int] = mapped_column(
        ForeignKey("mandate.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    words: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    mandate: Mapped[Mandate] = relationship(back_populates="events")
    member: Mapped[Member | None] = relationship()
