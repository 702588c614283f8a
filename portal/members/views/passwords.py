"""A password forgotten, an account activated, a password changed."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import hx, replay
from portal.core.db import db
from portal.core.guard import begin_sign_in as admit
from portal.core.guard import limiter
from portal.members import actions, limits, passwords, queries, signing_in
from portal.members.forms import (
    ActivationForm,
    ChangePasswordForm,
    ForgottenPasswordForm,
    NewPasswordForm,
)
from portal.members.models.second_step import typed
from portal.members.views import bp
from portal.members.views.confirming import refusal_of


@bp.get("/password/forgotten")
def forgotten_password():
    return hx.answer("members/forgotten_password.html", form=ForgottenPasswordForm())


@bp.post("/password/forgotten")
@limiter.limit(limits.per_address)
def ask_for_password():
    form = ForgottenPasswordForm()
    if not form.validate_on_submit():
        return hx.answer("members/forgotten_password.html", form=form, status=422)

    identifier = queries.identifier(form.identifier.data)
    if limits.may_be_mailed(identifier) and "@" in identifier:
        member = queries.find_by_email(identifier)
        actions.mail_reset(member if member and member.is_active else None, identifier)
    then = replay.leads_to(url_for(".password_asked"))
    db.session.commit()

    return hx.done(then)


@bp.get("/password/asked")
def password_asked():
    return hx.answer("members/password_asked.html")


@bp.get("/activation")
def activation():
    form = ActivationForm(code=request.args.get("code"))
    return hx.answer("members/activation.html", form=form)


@bp.post("/activation")
def activate():
    form = ActivationForm()
    if not form.validate_on_submit():
        return hx.answer("members/activation.html", form=form, status=422)
    identifier, code = queries.identifier(form.identifier.data), typed(form.code.data)
    if limits.take_try(identifier):
        form.refuse("code", _("Too many tries. Please wait an hour, or ask a coordinator."))
        return hx.answer("members/activation.html", form=form, status=429)
    ticket = queries.find_ticket(code, "activation")
    if ticket is None or ticket.member != queries.find_by_identifier(identifier):
        limits.count_failure()
        form.refuse("code", _("This code and this e-mail or telephone do not go together."))
        return hx.answer("members/activation.html", form=form, status=422)

    limits.forget_tries(identifier)
    return hx.done(url_for(".new_password", token=code))


@bp.get("/password/new/<token>")
def new_password(token):
    if wait := _must_wait(token):
        return _wait_page(wait)
    ticket = _find_open(token)
    if ticket is None:
        return _gone(token)
    return _page(ticket, NewPasswordForm(ticket.member))


@bp.post("/password/new/<token>")
def set_password(token):
    if wait := _must_wait(token):
        return _wait_page(wait)
    ticket = _find_open(token)
    if ticket is None:
        return _gone(token)
    form = NewPasswordForm(ticket.member)
    if not form.validate_on_submit():
        return _page(ticket, form, status=422)

    password_hash = passwords.hashed(form.password.data)
    if repeat := replay.resume():
        return repeat
    ticket = _find_open(token)
    if ticket is None:
        return _gone(token)
    member = queries.locked(ticket.member_id)
    actions.set_password(member, password_hash)
    then = replay.leads_to(_begin(member, is_shared=form.is_shared.data))
    db.session.commit()

    flash(_("Your password is set."), "good")
    return hx.done(then)


@bp.post("/me/password")
def change_password():
    form = ChangePasswordForm(current_user)
    if not form.validate_on_submit():
        return hx.answer("members/password.html", form=form, status=422)
    if refusal := refusal_of(form):
        return hx.answer("members/password.html", form=form, status=refusal)

    password_hash = passwords.hashed(form.new_password.data)
    if repeat := replay.resume():
        return repeat
    member = queries.locked(current_user.id)
    actions.set_password(member, password_hash, but=signing_in.current_sign_in())
    then = replay.leads_to(url_for(".security"))
    db.session.commit()

    flash(_("Your password is changed. Your other devices are signed out."), "good")
    return hx.done(then)


@bp.get("/me/password")
def password():
    return hx.answer("members/password.html", form=ChangePasswordForm(current_user))


def _must_wait(token):
    """A code on paper is short enough to be guessed, a mailed link is not."""
    return limits.wait_of_address() if len(token) < 20 else 0


def _wait_page(wait):
    return hx.answer("errors/429.html", status=429, wait=wait)


def _find_open(token):
    ticket = queries.find_ticket(token, "reset", "activation")
    return ticket if ticket and ticket.is_open and ticket.member.is_active else None


def _page(ticket, form, *, status=200):
    return hx.answer(
        "members/new_password.html", status=status, member=ticket.member, form=form,
        is_activation=ticket.member.password_hash is None,
    )  # fmt: skip


def _gone(token):
    """Used, too old, or never made: what to do now, and no way to try one after the other."""
    ticket = queries.find_ticket(token, "reset", "activation")
    if ticket and ticket.used_at and current_user.id == ticket.member_id:
        flash(_("Your password is set already."), "good")
        return redirect(url_for("home.index"), code=303)
    if ticket is None and (wait := limits.count_failure()):
        return _wait_page(wait)
    return hx.answer(
        "members/ticket_gone.html", status=410, is_used=bool(ticket and ticket.used_at)
    )


def _begin(member, *, is_shared):
    """Whoever sets a password holds the account, but for the second step."""
    if member.has_second_step:
        signing_in.begin_half(member, is_shared=is_shared)
        return url_for(".code")
    admit(member, is_shared=is_shared)
    return url_for("home.index")
