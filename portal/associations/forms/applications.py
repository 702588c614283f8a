"""The request to join, in three short steps, and what a reviewer answers."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired

from portal.associations import terms
from portal.associations.forms.fields import places
from portal.core import checks
from portal.core.forms import Bounded, Form, PhoneField

_ANSWER = lazy_gettext("Please answer here.")
_CHOOSE = lazy_gettext("Please choose one.")


def _domain_choices() -> list:
    return [("", _("Choose…")), *terms.choices("domains")]


FIELDS = {
    "name_fr": StringField(
        lazy_gettext("Name in French"),
        [Bounded(150), checks.latin_name],
        description=lazy_gettext("In French, in Arabic, or both"),
    ),
    "name_ar": StringField(lazy_gettext("Name in Arabic"), [Bounded(150), checks.arabic_name]),
    "domain": SelectField(
        lazy_gettext("Main field of activity"), [InputRequired(_CHOOSE)], choices=_domain_choices
    ),
    "province": SelectField(
        lazy_gettext("Province or prefecture"), [InputRequired(_CHOOSE)], choices=places
    ),
    "members_size": RadioField(
        lazy_gettext("How many members?"),
        [InputRequired(_CHOOSE)],
        choices=lambda: terms.choices("members_sizes"),
    ),
    "contact_name": StringField(
        lazy_gettext("Your name"),
        [InputRequired(_ANSWER), Bounded(100), checks.plain_text],
        render_kw={"autocomplete": "name"},
    ),
    "contact_role": StringField(
        lazy_gettext("Your role in the association"),
        [InputRequired(_ANSWER), Bounded(100), checks.plain_text],
        description=lazy_gettext("For example: secretary general"),
        render_kw={"autocomplete": "organization-title"},
    ),
    "contact_phone": PhoneField(
        lazy_gettext("Telephone"), [Bounded(40), checks.phone], render_kw={"autocomplete": "tel"}
    ),
    "contact_email": EmailField(
        lazy_gettext("E-mail"),
        [Bounded(254), checks.email],
        description=lazy_gettext("A telephone or an e-mail is enough"),
        render_kw={"autocomplete": "email"},
    ),
    "motivation": TextAreaField(
        lazy_gettext("Why join the network?"),
        [InputRequired(_ANSWER), Bounded(2000)],
        description=lazy_gettext("Two lines are enough: what you do, what you look for"),
    ),
}


class _Application(Form):
    def validate(self, extra_validators=None) -> bool:
        right = super().validate(extra_validators)
        return self._has_a_name() and self._has_a_way_back() and right

    def _has_a_name(self) -> bool:
        names = [f for f in ("name_fr", "name_ar") if f in self]
        if not names or any(self[f].data or self[f].errors for f in names):
            return True
        self.refuse(names[0], _("Write the name in French, in Arabic, or both."))
        return False

    def _has_a_way_back(self) -> bool:
        ways = [f for f in ("contact_phone", "contact_email") if f in self]
        if not ways or any(self[f].data or self[f].errors for f in ways):
            return True
        self.refuse(ways[0], _("Give a telephone or an e-mail, so that we can answer you."))
        return False


class AssociationStep(_Application):
    """Step 1: which association."""

    name_fr, name_ar = FIELDS["name_fr"], FIELDS["name_ar"]
    domain, province = FIELDS["domain"], FIELDS["province"]
    members_size = FIELDS["members_size"]


class ContactStep(_Application):
    """Step 2: whom to answer."""

    contact_name, contact_role = FIELDS["contact_name"], FIELDS["contact_role"]
    contact_phone, contact_email = FIELDS["contact_phone"], FIELDS["contact_email"]


class MotivationStep(_Application):
    """Step 3: why, the charter, and sending."""

    motivation = FIELDS["motivation"]
    charter = BooleanField(
        lazy_gettext("Our association accepts the network’s charter"),
        [InputRequired(lazy_gettext("The charter must be accepted to join."))],
    )
    is_distinct = HiddenField()


STEPS = {1: AssociationStep, 2: ContactStep, 3: MotivationStep}


def complement_form(names: list[str]) -> type[Form]:
    """A form of the named fields alone, as a reviewer reopened them."""
    return type("ComplementForm", (_Application,), {n: FIELDS[n] for n in FIELDS if n in names})


class CodeForm(Form):
    code = StringField(lazy_gettext("Your reference"), [InputRequired(_ANSWER), Bounded(30)])


class WithdrawalForm(Form):
    """Nothing but the act."""


class _Decision(Form):
    version = IntegerField(widget=widgets.HiddenInput())


class AcceptanceForm(_Decision):
    """Nothing but the act."""


class ComplementRequestForm(_Decision):
    fields = SelectMultipleField(
        lazy_gettext("What should be completed"),
        [InputRequired(lazy_gettext("Tick at least one."))],
        choices=lambda: [(name, field.args[0]) for name, field in FIELDS.items()],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    question = TextAreaField(
        lazy_gettext("What you would like to know"), [InputRequired(_ANSWER), Bounded(1000)]
    )


class RefusalForm(_Decision):
    reason = SelectField(
        lazy_gettext("Reason"),
        [InputRequired(_CHOOSE)],
        choices=lambda: [("", _("Choose…")), *terms.choices("refusals")],
    )
    text = TextAreaField(
        lazy_gettext("A word to the association"),
        [InputRequired(_ANSWER), Bounded(1000)],
        description=lazy_gettext("Sent as it is, with the reason"),
    )
