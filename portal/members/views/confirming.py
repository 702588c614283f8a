"""The password asked again, before an act that whoever finds an open phone must not do."""

from flask_babel import gettext as _
from flask_login import current_user

from portal.members import limits, passwords


def refusal_of(form):
    """The status of a refusal, whose sentence is put at the field; None when it is the password.

    Gives the form up while it checks: `replay.resume` takes it again.
    """
    account = str(current_user.id), "password asked again"
    if limits.take_try(*account):
        form.refuse("password", _("Too many tries. Please wait an hour."))
        return 429
    if not passwords.is_right(current_user.password_hash, form.password.data):
        limits.count_failure()
        form.refuse("password", _("This is not your password."))
        return 422
    limits.forget_tries(*account)
    return None
