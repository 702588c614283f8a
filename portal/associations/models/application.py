"""An association's request to join, from its first line to the decision."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.associations.models.association import Association
from portal.core import clock, codes, i18n
from portal.core.db import UtcDateTime, db
from portal.core.folding import fold
from portal.members.models import Member

FIELDS = (
    "name_fr", "name_ar", "domain", "province", "members_size",
    "contact_name", "contact_role", "contact_email", "contact_phone", "motivation",
)  # fmt: skip
STATES = ("draft", "submitted", "incomplete", "accepted", "refused", "withdrawn")
OPEN = ("submitted", "incomplete")


class Application(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=codes.new_code)
    state: Mapped[str] = mapped_column(default="draft", index=True)
    step: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(default="fr")

    name_fr: Mapped[str] = mapped_column(default="")
    name_ar: Mapped[str] = mapped_column(default="")
    domain: Mapped[str] = mapped_column(default="")
    province: Mapped[str] = mapped_column(default="")
    members_size: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_role: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="", index=True)
    contact_phone: Mapped[str] = mapped_column(default="", index=True)
    motivation: Mapped[str] = mapped_column(default="")
    folded_fr: Mapped[str] = mapped_column(default="", index=True)
    folded_ar: Mapped[str] = mapped_column(default="", index=True)
    charter_version: Mapped[str] = mapped_column(default="")

    reopened: Mapped[list] = mapped_column(JSON, default=list)
    question: Mapped[str] = mapped_column(default="")
    is_completed: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    reason_text: Mapped[str] = mapped_column(default="")

    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"))
    version: Mapped[int] = mapped_column(default=1)

    decided_by: Mapped[Member | None] = relationship()
    association: Mapped[Association | None] = relationship()
    events: Mapped[list["ApplicationEvent"]] = relationship(
        back_populates="application", order_by="ApplicationEvent.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name in the reader's script where there is one, else the other."""
        return i18n.of_two(self.name_fr, self.name_ar)

    @property
    def other_name(self) -> str:
        """The name in the other script, if both are known."""
        return i18n.of_two(self.name_ar, self.name_fr) if self.name_fr and self.name_ar else ""

    @property
    def reference(self) -> str:
        """The code as people write it down: ADH-7K3M-9QXT."""
        return f"ADH-{codes.spaced(self.code)}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def fill(self, values: dict) -> None:
        """Take the given fields (names of FIELDS) and note when."""
        for name in FIELDS:
            if name in values:
                setattr(self, name, values[name] or "")
        self.folded_fr, self.folded_ar = fold(self.name_fr or ""), fold(self.name_ar or "")
        self.saved_at = clock.now()

    def submit(self) -> None:
        self.state, self.submitted_at = "submitted", clock.now()
        self._note("submitted")

    def ask_complement(self, reviewer: Member, fields: list[str], question: str) -> None:
        self.state, self.reopened, self.question = "incomplete", fields, question
        self.is_completed = False
        self._note("asked", reviewer, question)

    def complete(self, values: dict) -> None:
        """The applicant's answer: only the reopened fields are taken."""
        self.fill({name: value for name, value in values.items() if name in self.reopened})
        self.state, self.reopened, self.is_completed = "submitted", [], True
        self._note("completed")

    def withdraw(self) -> None:
        self._decide("withdrawn")
        self._note("withdrawn")

    def refuse(self, reviewer: Member, reason: str, text: str) -> None:
        self._decide("refused", reviewer)
        self.reason, self.reason_text = reason, text
        self._note("refused", reviewer, text)

    def accept(self, reviewer: Member, association: Association) -> None:
        self._decide("accepted", reviewer)
        self.association = association
        self._note("accepted", reviewer)

    def _decide(self, state: str, reviewer: Member | None = None) -> None:
        self.state, self.decided_at, self.reopened = state, clock.now(), []
        self.decided_by = reviewer

    def _note(self, what: str, member: Member | None = None, words: str = "") -> None:
        by = member.id if member else None
        self.events.append(ApplicationEvent(what=what, member_id=by, words=words))


class ApplicationEvent(db.Model):
    """One line of an application's history; lines are added, never changed."""

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    words: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    application: Mapped[Application] = relationship(back_populates="events")
    member: Mapped[Member | None] = relationship()
