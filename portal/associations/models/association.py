"""An association: the sheet that the network reads."""

from datetime import date, datetime, timedelta

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock, i18n
from portal.core.db import UtcDateTime, db
from portal.core.folding import fold

CONTACTS = ("email", "phone", "website", "address")


def sort_key(fr: str, ar: str, acronym: str) -> str:
    """Where a sheet stands in the list by name."""
    return fold(fr or ar or acronym)[:120]


class Association(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name_fr: Mapped[str] = mapped_column(default="")
    name_ar: Mapped[str] = mapped_column(default="")
    name_zgh: Mapped[str] = mapped_column(default="")
    acronym: Mapped[str] = mapped_column(default="")
    sort_name: Mapped[str] = mapped_column(default="", index=True)
    summary: Mapped[str] = mapped_column(default="")

    domain: Mapped[str] = mapped_column(index=True)
    further_domains: Mapped[list] = mapped_column(JSON, default=list)
    tags: Mapped[list] = mapped_column(JSON, default=list)
    province: Mapped[str] = mapped_column(index=True)
    locality: Mapped[str] = mapped_column(default="")
    coverage: Mapped[str] = mapped_column(default="")

    members_size: Mapped[str] = mapped_column(default="")
    volunteers_size: Mapped[str] = mapped_column(default="")
    employees_size: Mapped[str] = mapped_column(default="")
    budget_size: Mapped[str] = mapped_column(default="")
    founded_in: Mapped[int | None]

    legal_state: Mapped[str] = mapped_column(default="")
    receipt_no: Mapped[str] = mapped_column(default="")
    receipt_on: Mapped[date | None]
    authority: Mapped[str] = mapped_column(default="")
    assembly_on: Mapped[date | None]
    bureau_renewed_on: Mapped[date | None]
    bureau_years: Mapped[int | None]
    utility_decree: Mapped[str] = mapped_column(default="")
    ice: Mapped[str] = mapped_column(default="")
    tax_id: Mapped[str] = mapped_column(default="")
    cnss: Mapped[str] = mapped_column(default="")

    beneficiaries: Mapped[list] = mapped_column(JSON, default=list)
    languages: Mapped[list] = mapped_column(JSON, default=list)
    offers: Mapped[list] = mapped_column(JSON, default=list)
    offers_text: Mapped[str] = mapped_column(default="")
    needs: Mapped[list] = mapped_column(JSON, default=list)
    needs_text: Mapped[str] = mapped_column(default="")

    email: Mapped[str] = mapped_column(default="", index=True)
    phone: Mapped[str] = mapped_column(default="", index=True)
    website: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    visibility: Mapped[dict] = mapped_column(JSON, default=dict)
    is_in_safe_mode: Mapped[bool] = mapped_column(default=False)

    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    mandates: Mapped[list["Mandate"]] = relationship(  # noqa: F821
        back_populates="association", order_by="Mandate.starts_on"
    )

    # Counted up by `change` alone: "still exact" must not make an open form stale.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}

    @property
    def name(self) -> str:
        """The name in the reader's script where there is one, else the other, else the acronym."""
        return i18n.of_two(self.name_fr, self.name_ar) or self.acronym

    @property
    def other_name(self) -> str:
        """The name in the other script, if both are known."""
        return i18n.of_two(self.name_ar, self.name_fr) if self.name_fr and self.name_ar else ""

    def rename(self, *, fr: str = "", ar: str = "", acronym: str = "") -> None:
        self.name_fr, self.name_ar, self.acronym = fr, ar, acronym
        self.sort_name = sort_key(self.name_fr, self.name_ar, self.acronym)

    def visibility_of(self, contact: str) -> str:
        """Who sees a contact: public, network (the default) or coordinators."""
        return (self.visibility or {}).get(contact, "network")

    def change(self, values: dict, member) -> None:
        """Take these fields of the sheet; who saves it says by the same act that it is exact."""
        for name, value in values.items():
            setattr(self, name, value)
        self.sort_name = sort_key(self.name_fr, self.name_ar, self.acronym)
        self.changed_by_id, self.changed_at = member.id, clock.now()
        self.version += 1
        self.confirm()

    def confirm(self) -> None:
        self.confirmed_at = clock.now()

    @property
    def months_unconfirmed(self) -> int:
        """Whole months since somebody last said that the sheet is exact."""
        then, day = self.confirmed_at.astimezone(clock.CASABLANCA).date(), clock.today()
        months = (day.year - then.year) * 12 + day.month - then.month
        return months - (day.day < then.day)

    @property
    def is_stale(self) -> bool:
        return self.months_unconfirmed >= 9

    @property
    def awaits_final_receipt(self) -> bool:
        """A provisional receipt older than the 60 days of the law (dahir 1-58-376, art. 5)."""
        if self.legal_state != "declaree_recepisse_provisoire" or self.receipt_on is None:
            return False
        return clock.today() > self.receipt_on + timedelta(days=60)
