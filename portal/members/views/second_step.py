"""What protects one's account, and the second step of signing in."""

import pyotp
from flask import current_app, flash, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import hx, replay
from portal.core.db import db
from portal.core.qr import drawn
from portal.members import queries
from portal.members.forms import ConfirmForm, SecondStepForm
from portal.members.views import bp
from portal.members.views.confirming import refusal_of


@bp.get("/me/security")
def security():
    return hx.answer("members/security.html")


@bp.get("/me/second-step")
def new_second_step():
    session.setdefault("totp", pyotp.random_base32())
    return _set_up_page(SecondStepForm())


@bp.post("/me/second-step")
def turn_on_second_step():
    form, secret = SecondStepForm(), session.setdefault("totp", pyotp.random_base32())
    if refusal := _refusal(form):
        return _set_up_page(form, status=refusal)
    if repeat := replay.resume():
        return repeat
    member = queries.locked(current_user.id)
    codes = member.turn_on_second_step(secret, form.code.data)
    if not codes:
        form.refuse("code", _("This code is not right. Take the newest one from the application."))
        return _set_up_page(form, status=422)
    replay.leads_to(url_for(".security"))
    db.session.commit()

    session.pop("totp")
    return _codes_page(codes)


@bp.get("/me/recovery-codes")
def recovery_codes():
    return _confirm_page("renew", ConfirmForm())


@bp.post("/me/recovery-codes")
def renew_recovery_codes():
    form = ConfirmForm()
    if refusal := _refusal(form):
        return _confirm_page("renew", form, status=refusal)
    if repeat := replay.resume():
        return repeat
    codes = queries.locked(current_user.id).renew_recovery_codes()
    replay.leads_to(url_for(".security"))
    db.session.commit()

    return _codes_page(codes)


@bp.get("/me/second-step/end")
def end_second_step():
    return _confirm_page("end", ConfirmForm())


@bp.post("/me/second-step/end")
def turn_off_second_step():
    form = ConfirmForm()
    if refusal := _refusal(form):
        return _confirm_page("end", form, status=refusal)
    if repeat := replay.resume():
        return repeat
    queries.locked(current_user.id).turn_off_second_step()
    then = replay.leads_to(url_for(".security"))
    db.session.commit()

    flash(_("The second step is off."), "good")
    return hx.done(then)


def _refusal(form):
    return refusal_of(form) if form.validate_on_submit() else 422


def _confirm_page(act, form, *, status=200):
    return hx.answer("members/confirm_second_step.html", status=status, act=act, form=form)


def _set_up_page(form, *, status=200):
    secret = session["totp"]
    name = current_user.email or current_user.phone
    issuer = current_app.config["PORTAL_NAME"]
    address = pyotp.TOTP(secret, name=name, issuer=issuer).provisioning_uri()
    return _unkept(
        hx.answer(
            "members/new_second_step.html", status=status, form=form, address=address,
            picture=drawn(address), secret=[secret[i : i + 4] for i in range(0, len(secret), 4)],
        )
    )  # fmt: skip


def _codes_page(codes):
    return _unkept(hx.answer("members/recovery_codes.html", codes=codes))


def _unkept(response):
    response.headers["Cache-Control"] = "no-store"
    return response
