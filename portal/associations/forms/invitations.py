"""Inviting in three ways, taking up an invitation, asking for a new one."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, NumberRange, StopValidation

from portal.associations import terms
from portal.associations.forms.mandates import person
from portal.core import checks, codes, i18n
from portal.core.forms import Bounded, Form, PhoneField

_ANSWER = _l("Please answer here.")
FOR_ONE = ("focal_point", "officer")


class _Invitation(Form):
    role = RadioField(
        _l("As what?"),
        [InputRequired(_l("Please choose one."))],
        choices=lambda: terms.choices("mandate_roles"),
    )
    title = StringField(
        _l("Title"),
        [Bounded(100), checks.plain_text],
        description=_l("As the association calls it: treasurer, project lead…"),
    )


class MailInvitation(_Invitation):
    email = EmailField(_l("E-mail"), [InputRequired(_ANSWER), Bounded(254), checks.email])
    name = StringField(_l("Their name"), [Bounded(100), checks.plain_text])
    language = RadioField(
        _l("Language of the mail"),
        choices=lambda: list(i18n.LANGUAGES.items()),
        default=i18n.language,
    )


class LinkInvitation(_Invitation):
    most_uses = IntegerField(
        _l("For how many people?"),
        [InputRequired(_ANSWER), NumberRange(1, 50, _l("From 1 to 50."))],
        default=1,
        description=_l("50 at most"),
    )
    days = IntegerField(
        _l("For how many days?"),
        [InputRequired(_ANSWER), NumberRange(1, 30, _l("From 1 to 30."))],
        default=7,
        description=_l("30 at most"),
    )

    def validate_role(self, field) -> None:
        if field.data in FOR_ONE and (self.most_uses.data or 1) > 1:
            raise StopValidation(
                _("This role is given to one person at a time: write 1 at “For how many people?”.")
            )


FORMS = {"mail": MailInvitation, "link": LinkInvitation, "code": LinkInvitation}


class AcceptanceForm(Form):
    """A new account: the password is chosen on the next page."""

    name = StringField(
        _l("Your name"),
        [InputRequired(_ANSWER), Bounded(100), checks.plain_text],
        render_kw={"autocomplete": "name"},
    )
    phone = PhoneField(
        _l("Telephone"), [Bounded(40), checks.phone], render_kw={"autocomplete": "tel"}
    )
    email = EmailField(
        _l("E-mail"),
        [Bounded(254), checks.email],
        description=_l("A telephone or an e-mail is enough: you sign in with it"),
        render_kw={"autocomplete": "email"},
    )

    def validate(self, extra_validators=None) -> bool:
        right = super().validate(extra_validators)
        if any(f.data or f.errors for f in (self.phone, self.email)):
            return right
        self.refuse("phone", _("Give a telephone or an e-mail: you sign in with it."))
        return False


class CodeForm(Form):
    """It changes nothing: it leads to the invitation."""

    submission_id = None
    code = StringField(_l("Code"), [InputRequired(_ANSWER), Bounded(40)])

    def validate_code(self, field) -> None:
        if len(codes.read_code(field.data)) != 8:
            raise StopValidation(_("A code has eight letters and digits: 7K3M-9QXT."))


class AgainForm(Form):
    who = StringField(
        _l("Your name, and how to reach you"),
        [InputRequired(_ANSWER), Bounded(150), checks.plain_text],
    )


class FinishForm(Form):
    person = StringField(
        _l("E-mail or telephone"),
        [InputRequired(_ANSWER), Bounded(254), person],
        render_kw={"dir": "ltr"},
    )
