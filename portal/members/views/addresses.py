"""The e-mail and telephone with which one signs in, and changing them."""

from flask import flash, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from portal.core import hx, replay
from portal.core.db import db
from portal.core.forms import Form
from portal.members import actions, limits, queries
from portal.members.forms import EmailForm, PhoneForm
from portal.members.views import bp
from portal.members.views.confirming import refusal_of


@bp.get("/me/email")
def change_email():
    return hx.answer("members/change_email.html", form=EmailForm())


@bp.post("/me/email")
def ask_for_email():
    form = EmailForm()
    if refusal := _refusal(form):
        return hx.answer("members/change_email.html", form=form, status=refusal)
    if repeat := replay.resume():
        return repeat

    if not limits.may_be_mailed(str(current_user.id), "new e-mail"):
        form.refuse("email", _("Too many tries. Please wait an hour."))
        return hx.answer("members/change_email.html", form=form, status=429)
    actions.ask_for_email(queries.locked(current_user.id), form.email.data)
    then = replay.leads_to(url_for(".security"))
    db.session.commit()

    flash(_("A link is on its way to the new address. Open it within a day to confirm."), "good")
    return hx.done(then)


@bp.get("/email/<token>")
def new_email(token):
    ticket = _find_open(token)
    return (
        hx.answer("members/confirm_email.html", ticket=ticket, form=Form()) if ticket else _gone()
    )


@bp.post("/email/<token>")
def confirm_email(token):
    ticket = _find_open(token)
    if ticket is None or not _changes(ticket):
        return _gone()
    then = replay.leads_to(url_for("home.index"))
    db.session.commit()

    flash(_("Your new e-mail is confirmed."), "good")
    return hx.done(then)


@bp.get("/me/phone")
def change_phone():
    return hx.answer("members/change_phone.html", form=PhoneForm())


@bp.post("/me/phone")
def set_phone():
    form = PhoneForm()
    if refusal := _refusal(form):
        return hx.answer("members/change_phone.html", form=form, status=refusal)
    if repeat := replay.resume():
        return repeat
    if not _takes(queries.locked(current_user.id), form.phone.data):
        form.refuse("phone", _("This number cannot be used here. Please speak to a coordinator."))
        return hx.answer("members/change_phone.html", form=form, status=422)
    then = replay.leads_to(url_for(".security"))
    db.session.commit()

    flash(_("Your new telephone is saved. Sign in with it from now on."), "good")
    return hx.done(then)


def _refusal(form):
    return refusal_of(form) if form.validate_on_submit() else 422


def _takes(member, phone):
    holder = queries.find_by_phone(phone)
    if holder is not None and holder is not member:
        return False
    try:
        with db.session.begin_nested():
            member.phone = phone
    except IntegrityError:
        return False
    return True


def _changes(ticket):
    try:
        with db.session.begin_nested():
            return actions.change_email(ticket)
    except IntegrityError:
        return False


def _find_open(token):
    ticket = queries.find_ticket(token, "email")
    return ticket if ticket and ticket.is_open and ticket.member.is_active else None


def _gone():
    return hx.answer("members/email_gone.html", status=410)
