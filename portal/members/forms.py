"""What members fill in: signing in, passwords, the second step, the profile, addresses."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired, StopValidation

from portal.core import checks, terms
from portal.core.folding import fold
from portal.core.forms import Bounded, Form, PhoneField
from portal.core.i18n import LANGUAGES
from portal.members import actions, passwords
from portal.members.models import PROFILE, VISIBILITIES

_ANSWER = lazy_gettext("Please answer here.")


def _identifier() -> StringField:
    return StringField(
        lazy_gettext("E-mail or telephone"),
        [InputRequired(_ANSWER), Bounded(254)],
        render_kw={
            "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false",
            "dir": "ltr",
        },
    )  # fmt: skip


def _code(label) -> StringField:
    return StringField(
        label, [InputRequired(_ANSWER), Bounded(40)], render_kw={"autocomplete": "one-time-code"}
    )


def _password() -> PasswordField:
    return PasswordField(
        lazy_gettext("Password"),
        [InputRequired(_ANSWER), Bounded(passwords.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


def _is_shared() -> BooleanField:
    return BooleanField(
        lazy_gettext("This device is shared"),
        description=lazy_gettext("In a cybercafé, for example: you are signed out after two hours"),
    )


def _strong(form, field) -> None:
    if len(field.data) < passwords.SHORTEST:
        raise StopValidation(
            _("At least %(least)s characters; three words are easy.", least=passwords.SHORTEST)
        )
    if passwords.is_common(field.data):
        raise StopValidation(_("Many people use this password. Choose three words of your own."))
    if passwords.names_its_owner(field.data, form.owner_words):
        raise StopValidation(_("Not your name, e-mail or telephone: others know them."))


class SignInForm(Form):
    """Without a submission_id: when the answer is lost on the way, sending again signs in."""

    submission_id = None
    identifier = _identifier()
    password = _password()
    is_shared = _is_shared()


class CodeForm(Form):
    """The second step; like the first, it may be sent again."""

    submission_id = None
    code = _code(lazy_gettext("Code"))


class ForgottenPasswordForm(Form):
    identifier = _identifier()


class ActivationForm(Form):
    """It changes nothing yet: it leads to the page where the password is chosen."""

    submission_id = None
    identifier = _identifier()
    code = _code(lazy_gettext("Activation code"))


class _OwnedPassword(Form):
    """A form that sets a password: it knows whose, to refuse what others know."""

    def __init__(self, owner, **more):
        super().__init__(**more)
        self.owner_words = _words_of(owner)


def _new_password() -> PasswordField:
    return PasswordField(
        lazy_gettext("New password"),
        [InputRequired(_ANSWER), Bounded(passwords.LONGEST), _strong],
        description=lazy_gettext("At least 8 characters; three words are easy to remember"),
        render_kw={"autocomplete": "new-password"},
    )


class NewPasswordForm(_OwnedPassword):
    password = _new_password()
    is_shared = _is_shared()


class ChangePasswordForm(_OwnedPassword):
    password = _password()
    new_password = _new_password()


class ConfirmForm(Form):
    """An act that whoever finds an open phone must not do."""

    password = _password()


class SecondStepForm(ConfirmForm):
    code = _code(lazy_gettext("The six digits that the application shows"))


class EmailForm(ConfirmForm):
    email = EmailField(
        lazy_gettext("New e-mail"),
        [InputRequired(_ANSWER), Bounded(254), checks.email],
        render_kw={"autocomplete": "email"},
    )


class PhoneForm(ConfirmForm):
    phone = PhoneField(
        lazy_gettext("New telephone"),
        [InputRequired(_ANSWER), Bounded(40), checks.phone],
        render_kw={"autocomplete": "tel"},
    )


def _skills(_form, field) -> None:
    names = actions.skill_names(field.data or "")
    if len({fold(name) for name in names}) > actions.MOST_SKILLS:
        raise StopValidation(_("At most %(most)s skills.", most=actions.MOST_SKILLS))
    if any(len(name) > actions.LONGEST_SKILL for name in names):
        raise StopValidation(_("Keep each skill short, with a comma after it."))


def _levels() -> list[tuple[str, str]]:
    words = {
        "public": _("Everybody"),
        "network": _("The network’s members"),
        "coordinators": _("The coordinators only"),
    }
    return [(level, words[level]) for level in VISIBILITIES]


def _seen_by(label) -> SelectField:
    return SelectField(label, [InputRequired(_ANSWER)], choices=_levels)


class ProfileForm(Form):
    version = IntegerField(widget=widgets.HiddenInput())
    name = StringField(
        lazy_gettext("Your name"),
        [InputRequired(_ANSWER), Bounded(100), checks.plain_text],
        render_kw={"autocomplete": "name"},
    )
    job = StringField(
        lazy_gettext("Your job or role"), [Bounded(120), checks.plain_text],
        description=lazy_gettext("For example: social worker, treasurer"),
    )  # fmt: skip
    about = TextAreaField(
        lazy_gettext("About you"), [Bounded(1000)],
        description=lazy_gettext("What you do, what you can help with"),
    )  # fmt: skip
    skills = StringField(
        lazy_gettext("Your skills"), [Bounded(800), _skills],
        description=lazy_gettext("With commas between them: accounting, first aid, theatre"),
    )  # fmt: skip
    languages = SelectMultipleField(
        lazy_gettext("Languages you speak"),
        choices=lambda: terms.choices("languages"),
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    is_open_to_connections = BooleanField(
        lazy_gettext("Other members may ask me for help or advice")
    )
    is_listed = BooleanField(lazy_gettext("I may be found in the search for people"))
    language = SelectField(
        lazy_gettext("Language of the portal"), [InputRequired(_ANSWER)],
        choices=lambda: list(LANGUAGES.items()),
    )  # fmt: skip
    job_seen_by = _seen_by(lazy_gettext("Who sees your job"))
    about_seen_by = _seen_by(lazy_gettext("Who sees the text about you"))
    skills_seen_by = _seen_by(lazy_gettext("Who sees your skills"))
    languages_seen_by = _seen_by(lazy_gettext("Who sees your languages"))
    email_seen_by = _seen_by(lazy_gettext("Who sees your e-mail"))
    phone_seen_by = _seen_by(lazy_gettext("Who sees your telephone"))

    @property
    def visibility(self) -> dict:
        return {field: self[f"{field}_seen_by"].data for field in PROFILE}


def _words_of(owner) -> list[str]:
    """What others know of the member: no password for them."""
    local = (owner.email or "").partition("@")[0]
    national = f"0{owner.phone[4:]}" if owner.phone else ""
    return [owner.name, owner.email, local, owner.phone, national]
