"""The sheet's form, in the sections in which it is shown."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
    widgets,
)
from wtforms.validators import InputRequired, Optional

from portal.associations import terms
from portal.associations.forms.fields import Day, Whole, at_most, digits, places
from portal.associations.models import Association
from portal.associations.models.association import CONTACTS
from portal.core import checks, clock, i18n
from portal.core.forms import Bounded, Form, PhoneField

_CHOOSE = _l("Please choose one.")
FOUNDED_FROM = 1900


def _select(label, name: str, **kwargs) -> SelectField:
    return SelectField(
        label, choices=lambda: [("", _("Not specified")), *terms.choices(name)], **kwargs
    )


def _ticks(label, name: str, validators=(), **kwargs) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        list(validators),
        choices=lambda: terms.choices(name),
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
        **kwargs,
    )


def _seen_by(label) -> RadioField:
    return RadioField(
        label,
        [InputRequired(_CHOOSE)],
        choices=lambda: [
            ("public", _("Everybody")),
            ("network", _("The network")),
            ("coordinators", _("The coordinators")),
        ],
        default="network",
    )


class SheetForm(Form):
    version = IntegerField(widget=widgets.HiddenInput())

    name_fr = StringField(_l("Name in French"), [Bounded(150), checks.latin_name])
    name_ar = StringField(_l("Name in Arabic"), [Bounded(150), checks.arabic_name])
    name_zgh = StringField(_l("Name in Amazigh"), [Bounded(150), checks.plain_text])
    acronym = StringField(_l("Acronym"), [Bounded(20), checks.plain_text])

    summary = TextAreaField(
        _l("In a few words"),
        [Bounded(300)],
        description=_l("What you do, and for whom: two lines"),
    )
    domain = SelectField(
        _l("Main field of activity"),
        [InputRequired(_CHOOSE)],
        choices=lambda: [("", _("Choose…")), *terms.choices("domains")],
    )
    further_domains = _ticks(
        _l("Other fields"), "domains", [at_most(3)], description=_l("Three at most")
    )
    tags = _ticks(_l("Themes"), "tags")

    province = SelectField(
        _l("Province or prefecture"),
        [InputRequired(_CHOOSE)],
        choices=places,
    )
    locality = StringField(
        _l("Commune, quarter"),
        [Bounded(100), checks.plain_text],
        description=_l("As people there call it"),
    )
    coverage = _select(_l("Where you work"), "coverages")

    members_size = _select(_l("Members"), "members_sizes")
    volunteers_size = _select(_l("Volunteers"), "volunteers_sizes")
    employees_size = _select(_l("Employees"), "employees_sizes")
    budget_size = _select(_l("Yearly budget"), "budget_sizes")

    founded_in = Whole(_l("Year of creation"), least=FOUNDED_FROM, most=lambda: clock.today().year)
    legal_state = _select(_l("Legal status"), "legal_states")
    receipt_no = StringField(_l("Number of the receipt"), [Bounded(60), checks.plain_text])
    receipt_on = Day(_l("Date of the receipt"), [Optional(), checks.not_in_future])
    authority = StringField(
        _l("Authority that gave it"),
        [Bounded(120), checks.plain_text],
        description=_l("Pachalik, caidat…"),
    )
    assembly_on = Day(_l("Founding assembly"), [Optional(), checks.not_in_future])
    bureau_renewed_on = Day(_l("Last renewal of the board"), [Optional(), checks.not_in_future])
    bureau_years = Whole(_l("Term of the board, in years"), least=1, most=lambda: 10)
    utility_decree = StringField(
        _l("Decree of public utility"),
        [Bounded(200), checks.plain_text],
        description=_l("Number, date, official bulletin"),
    )
    ice = StringField(_l("ICE"), [digits(15)], description=_l("15 digits. Not shown on the sheet"))
    tax_id = StringField(_l("Tax number (IF)"), [digits()], description=_l("Not shown"))
    cnss = StringField(_l("CNSS number"), [digits()], description=_l("Not shown"))

    beneficiaries = _ticks(_l("For whom"), "beneficiaries")
    languages = _ticks(_l("Languages that you work in"), "languages")

    offers = _ticks(_l("What you can offer"), "exchanges")
    offers_text = TextAreaField(_l("Your offer in words"), [Bounded(500)])
    needs = _ticks(_l("What you look for"), "exchanges")
    needs_text = TextAreaField(_l("Your search in words"), [Bounded(500)])

    phone = PhoneField(_l("Telephone"), [Bounded(40), checks.phone])
    phone_seen_by = _seen_by(_l("Who sees the telephone"))
    email = EmailField(_l("E-mail"), [Bounded(254), checks.email])
    email_seen_by = _seen_by(_l("Who sees the e-mail"))
    website = URLField(_l("Website or page"), [Bounded(300), checks.web_address])
    website_seen_by = _seen_by(_l("Who sees the website"))
    address = TextAreaField(_l("Address"), [Bounded(200), checks.plain_text])
    address_seen_by = _seen_by(_l("Who sees the address"))
    is_in_safe_mode = BooleanField(
        _l("Hide our address and our people"),
        description=_l("For places that must not be found: only you and the coordinators see them"),
    )

    @classmethod
    def of(cls, association: Association, **kwargs) -> "SheetForm":
        """The form with what the sheet holds; on a POST, with what was sent."""
        seen_by = {f"{c}_seen_by": association.visibility_of(c) for c in CONTACTS}
        return cls(obj=association, data=seen_by, **kwargs)

    def keep_theirs(self, theirs: "SheetForm", names: list[str]) -> None:
        """After a conflict: of these fields the other person's text is kept."""
        for name in names:
            if name in self.sent_again():
                self[name].data = theirs[name].data

    def sent_again(self) -> set[str]:
        """The names of the fields that people fill in."""
        return set(self._fields) - {"csrf_token", "submission_id", "version"}

    def values(self) -> dict:
        """For Association.change: its fields, the visibilities put together."""
        kept = {n: v for n, v in self.data.items() if hasattr(Association, n) and n != "version"}
        kept["visibility"] = {c: self[f"{c}_seen_by"].data for c in CONTACTS}
        return kept

    def validate(self, extra_validators=None) -> bool:
        right = super().validate(extra_validators)
        if not any(field.data or field.errors for field in (self.name_fr, self.name_ar)):
            self.refuse("name_fr", _("Write the name in French, in Arabic, or both."))
            right = False
        if self.domain.data in self.further_domains.data:
            self.refuse("further_domains", _("The main field is already said above."))
            right = False
        return right


SECTIONS = {
    "names": ("name_fr", "name_ar", "name_zgh", "acronym"),
    "work": ("summary", "domain", "further_domains", "tags"),
    "place": ("province", "locality", "coverage"),
    "size": ("members_size", "volunteers_size", "employees_size", "budget_size"),
    "people": ("beneficiaries", "languages"),
    "exchange": ("offers", "offers_text", "needs", "needs_text"),
    "contacts": (
        "phone", "phone_seen_by", "email", "email_seen_by", "website", "website_seen_by",
        "address", "address_seen_by", "is_in_safe_mode",
    ),
    "legal": (
        "founded_in", "legal_state", "receipt_no", "receipt_on", "authority", "assembly_on",
        "bureau_renewed_on", "bureau_years", "utility_decree", "ice", "tax_id", "cnss",
    ),
}  # fmt: skip


def differences(theirs: SheetForm, mine: SheetForm) -> list[tuple[str, str, str, str]]:
    """(name, label, their words, my words) of each field in which two versions differ."""
    return [
        (field.name, field.label.text, _words(theirs[field.name]), _words(field))
        for names in SECTIONS.values()
        for field in (mine[name] for name in names)
        if (field.data or None) != (theirs[field.name].data or None)
    ]


def _words(field) -> str:
    """What a field holds, as people read it."""
    if isinstance(field, BooleanField):
        return _("Yes") if field.data else _("No")
    if isinstance(field.data, date):
        return i18n.day(field.data, year=True)
    if isinstance(field, SelectField):
        chosen = [choice.label for choice in field.iter_choices() if choice.selected]
        return i18n.listed(chosen) or "–"
    return "–" if field.data in (None, "") else str(field.data)
