"""The devices on which one is signed in."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import hx, replay
from portal.core.db import db
from portal.core.forms import Form
from portal.core.guard import found_or_404
from portal.members import devices as words
from portal.members import queries, signing_in
from portal.members.views import bp


@bp.get("/me/devices")
def devices():
    return hx.answer(
        "members/devices.html", sign_ins=queries.sign_ins_of(current_user), form=Form(),
        here=signing_in.current_sign_in(), words=words,
    )  # fmt: skip


@bp.post("/me/devices/<int:sign_in_id>/end")
def end_device(sign_in_id):
    sign_in = found_or_404(queries.find_sign_in(current_user, sign_in_id))
    if sign_in is signing_in.current_sign_in():
        return redirect(url_for(".profile", _anchor="sign-out"), code=303)

    sign_in.end()
    then = replay.leads_to(url_for(".devices"))
    db.session.commit()

    flash(_("That device is signed out."), "good")
    return hx.done(then)


@bp.post("/me/devices/others/end")
def end_other_devices():
    current_user.end_sign_ins(but=signing_in.current_sign_in())
    then = replay.leads_to(url_for(".devices"))
    db.session.commit()

    flash(_("All other devices are signed out."), "good")
    return hx.done(then)
