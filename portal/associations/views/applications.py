"""Joining: the public request, without an account, by its reference."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _

from portal.associations import policy
from portal.associations.actions import applications as actions
from portal.associations.forms.applications import (
    STEPS,
    AssociationStep,
    CodeForm,
    WithdrawalForm,
    complement_form,
)
from portal.associations.models import Application
from portal.associations.queries import applications as queries
from portal.associations.queries import twins as lookalikes
from portal.associations.views import bp
from portal.core import codes, hx, i18n, replay
from portal.core.db import db
from portal.core.guard import allow, found_or_404, limiter

LAST_STEP = max(STEPS)


@bp.get("/join")
def new_application():
    return hx.answer("associations/apply.html", form=AssociationStep(), step=1, application=None)


@bp.post("/join")
@limiter.limit("60 per hour")
def create_application():
    form = AssociationStep()
    if not form.validate_on_submit():
        return _step_again(form, 1, None)

    application = Application(language=i18n.language(), step=2)
    application.fill(form.data)
    db.session.add(application)
    db.session.flush()
    then = replay.leads_to(_step_url(application, 2))
    db.session.commit()

    return hx.done(then)


@bp.get("/join/<code>/steps/<int:step>")
def show_step(code, step):
    application = _draft(code, step)
    form = STEPS[step](obj=application)
    return hx.answer("associations/apply.html", form=form, step=step, application=application)


@bp.post("/join/<code>/steps/<int:step>")
@limiter.limit("300 per hour")
def save_step(code, step):
    application = _draft(code, step)
    form = STEPS[step]()
    if not form.validate_on_submit():
        return _step_again(form, step, application)

    application.fill(form.data)
    application.step = max(application.step, step + 1)
    if step == LAST_STEP:
        return _send(application, form)
    then = replay.leads_to(_step_url(application, step + 1))
    db.session.commit()

    return hx.done(then)


@bp.get("/join/status")
@limiter.limit("60 per hour")
def find_application():
    code = codes.read_code(request.args.get("code", "")).removeprefix("ADH")
    if code and queries.find_by_code(code):
        return redirect(url_for(".show_application", code=code))
    form = CodeForm(formdata=request.args if code else None)
    if code:
        form.refuse("code", _("We know no request with this reference. Check each letter."))
    return hx.answer("associations/find_application.html", form=form, status=404 if code else 200)


@bp.get("/join/<code>")
def show_application(code):
    application = _application(code)
    return hx.answer(
        "associations/application.html", application=application, form=WithdrawalForm()
    )


@bp.get("/join/<code>/complement")
def show_complement(code):
    application = _application(code)
    if not policy.may_complete(application):
        return redirect(url_for(".show_application", code=code))
    form = complement_form(application.reopened)(obj=application)
    return hx.answer("associations/complement.html", application=application, form=form)


@bp.post("/join/<code>/complement")
def complete_application(code):
    application = _application(code)
    if not policy.may_complete(application):
        return redirect(url_for(".show_application", code=code), code=303)

    form = complement_form(application.reopened)()
    if not form.validate_on_submit():
        return hx.answer(
            "associations/complement.html", status=422, application=application, form=form
        )

    actions.complete(application, form.data)
    then = replay.leads_to(url_for(".show_application", code=code))
    db.session.commit()

    return hx.done(then)


@bp.post("/join/<code>/withdrawal")
def withdraw_application(code):
    application = _application(code)
    allow(policy.may_withdraw(application))

    application.withdraw()
    then = replay.leads_to(url_for(".show_application", code=code))
    db.session.commit()

    return hx.done(then)


def _send(application, form):
    if not form.is_distinct.data and lookalikes.twins(application):
        form.is_distinct.data = "yes"
        db.session.commit()
        return hx.answer(
            "associations/apply.html", form=form, step=LAST_STEP, application=application,
            has_twin=True, status=409,
        )  # fmt: skip
    application.charter_version = "1"
    actions.submit(application)
    then = replay.leads_to(url_for(".show_application", code=application.code))
    db.session.commit()
    return hx.done(then)


def _step_again(form, step, application):
    return hx.answer(
        "associations/apply.html", form=form, step=step, application=application, status=422
    )


@limiter.limit("200 per hour", deduct_when=lambda response: response.status_code == 404)
def _application(code):
    return found_or_404(queries.find_by_code(codes.read_code(code)))


def _draft(code, step):
    """The draft at a step that it has reached; a request already sent has none."""
    application = _application(code)
    if step not in STEPS or step > application.step or application.state != "draft":
        abort(404)
    return application


def _step_url(application, step):
    return url_for(".show_step", code=application.code, step=step)
