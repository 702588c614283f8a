"""Giving a mandate, changing it, ending it, handing it over."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, StopValidation

from portal.associations import terms
from portal.associations.forms.fields import Day
from portal.core import checks, clock, phones
from portal.core.forms import Bounded, Form

_ANSWER = _l("Please answer here.")
LEAVES = "leaves"


def not_in_past(_form, field) -> None:
    if field.data and field.data < clock.today():
        raise StopValidation(_("This day is over. Leave it empty, or end the mandate."))


def person(_form, field) -> None:
    """An e-mail or a telephone, kept as the accounts keep it."""
    if phones.looks_like_phone(field.data):
        checks.phone(_form, field)
    else:
        checks.email(_form, field)


def _role() -> RadioField:
    return RadioField(
        _l("Role"),
        [InputRequired(_l("Please choose one."))],
        choices=lambda: terms.choices("mandate_roles"),
    )


def _title() -> StringField:
    return StringField(
        _l("Title"),
        [Bounded(100), checks.plain_text],
        description=_l("As the association calls it: treasurer, project lead…"),
    )


def _note(label) -> TextAreaField:
    return TextAreaField(label, [Bounded(500)])


class MandateForm(Form):
    """Give a mandate to somebody who has an account."""

    person = StringField(
        _l("E-mail or telephone"),
        [InputRequired(_ANSWER), Bounded(254), person],
        description=_l("Of somebody who has an account already"),
        render_kw={"dir": "ltr"},
    )
    role = _role()
    title = _title()
    starts_on = Day(
        _l("Since"),
        [Optional(), checks.not_in_future],
        description=_l("Empty: from today on"),
    )
    ends_on = Day(_l("Until"), [Optional(), not_in_past], description=_l("Empty: no end yet"))


class ChangeForm(Form):
    role = _role()
    title = _title()
    ends_on = Day(_l("Until"), [Optional(), not_in_past], description=_l("Empty: no end yet"))


class EndForm(Form):
    why = _note(_l("Why, in a few words"))


class HandOverForm(Form):
    """`heirs` are (id, name) of those who may follow; a coordinator names the proof."""

    heir = SelectField(
        _l("Who becomes focal point?"), [InputRequired(_l("Please choose one."))], coerce=str
    )
    stays_as = RadioField(
        _l("And the one before?"),
        choices=lambda: [
            (LEAVES, _("Leaves the association")),
            *[(c, w) for c, w in terms.choices("mandate_roles") if c != "focal_point"],
        ],
        default=LEAVES,
        validators=[InputRequired(_ANSWER)],
    )
    note = _note(_l("Note"))

    @property
    def role_kept(self) -> str:
        """The role in which the one before stays; empty when they leave."""
        return "" if self.stays_as.data == LEAVES else self.stays_as.data

    def __init__(self, heirs, needs_proof: bool, **kwargs):
        super().__init__(**kwargs)
        self.heir.choices = [("", _("Choose…")), *[(str(i), name) for i, name in heirs]]
        self.needs_proof = needs_proof
        if needs_proof:
            self.note.label.text = _("Proof: which assembly, on which day")
            self.note.flags.required = True

    def validate_note(self, field) -> None:
        if self.needs_proof and not field.data:
            raise StopValidation(_ANSWER)
