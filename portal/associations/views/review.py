"""The coordinators' queue: read a request, ask for more, admit, refuse."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.associations import policy
from portal.associations.actions import applications as actions
from portal.associations.forms.applications import (
    AcceptanceForm,
    ComplementRequestForm,
    RefusalForm,
)
from portal.associations.models.application import STATES
from portal.associations.queries import applications as queries
from portal.associations.queries import twins as lookalikes
from portal.associations.views import bp
from portal.core import codes, hx, pages, replay
from portal.core.db import db
from portal.core.guard import allow, found_or_404, members_only

TABS = [state for state in STATES if state != "draft"]

pages.add_place(
    "associations.queue",
    "desk",
    "Applications",
    is_open=policy.may_review,
    count=lambda member: queries.waiting_count(),
    order=80,
)


@bp.before_request
def _wall():
    if request.path.startswith(("/applications", "/associations")):
        return members_only()
    return None


@bp.get("/applications")
def queue():
    allow(policy.may_review(current_user))
    state = request.args.get("state", "submitted")
    state = state if state in TABS else "submitted"
    page = queries.queue(state, request.args.get("after"))
    return hx.answer(
        "associations/queue.html", "associations/_queue.html", state=state, page=page,
        counts=queries.counts_by_state(), twins=lookalikes.have_twins(page.items), tabs=TABS,
    )  # fmt: skip


@bp.get("/applications/<int:application_id>")
def review(application_id):
    application = _reviewed(application_id)
    return _page(application)


@bp.post("/applications/<int:application_id>/acceptance")
def accept(application_id):
    application = _reviewed(application_id)
    form = AcceptanceForm()
    if conflict := _conflict(application, form):
        return conflict

    _association, secret = actions.admit(application, current_user)
    then = replay.leads_to(url_for(".review", application_id=application.id))
    db.session.commit()

    if secret:
        flash(
            _(
                "Hand over this activation code, shown only now: %(code)s",
                code=codes.spaced(secret),
            ),
            "good",
        )
    return hx.done(then)


@bp.post("/applications/<int:application_id>/complement")
def ask_complement(application_id):
    application = _reviewed(application_id)
    form = ComplementRequestForm()
    if conflict := _conflict(application, form, complement=form):
        return conflict
    if not form.validate_on_submit():
        return _page(application, complement=form, status=422)

    actions.ask_complement(application, current_user, form.fields.data, form.question.data)
    then = replay.leads_to(url_for(".review", application_id=application.id))
    db.session.commit()

    return hx.done(then)


@bp.post("/applications/<int:application_id>/refusal")
def refuse(application_id):
    application = _reviewed(application_id)
    form = RefusalForm()
    if conflict := _conflict(application, form, refusal=form):
        return conflict
    if not form.validate_on_submit():
        return _page(application, refusal=form, status=422)

    actions.refuse(application, current_user, form.reason.data, form.text.data)
    then = replay.leads_to(url_for(".review", application_id=application.id))
    db.session.commit()

    return hx.done(then)


def _reviewed(application_id):
    allow(policy.may_review(current_user))
    return found_or_404(queries.find_application(current_user, application_id))


def _conflict(application, form, **ours):
    """A reviewer who comes second sees what was done meanwhile; what they typed stays."""
    if application.version == form.version.data and application.is_open:
        return None
    return _page(application, came_second=True, status=409, **ours)


def _page(application, *, status=200, came_second=False, complement=None, refusal=None):
    fresh = {"formdata": None, "version": application.version}
    for form in (complement, refusal):
        if form is not None:
            form.version.data, form.version.raw_data = application.version, None
    return hx.answer(
        "associations/review.html", status=status, application=application,
        came_second=came_second, twins=lookalikes.twins(application),
        twin_associations=lookalikes.twin_associations(application),
        account=queries.account_of(application) if application.is_open else None,
        acceptance=AcceptanceForm(**fresh), complement=complement or ComplementRequestForm(**fresh),
        refusal=refusal or RefusalForm(**fresh), opened=_opened(complement, refusal),
    )  # fmt: skip


def _opened(complement, refusal):
    return "complement" if complement is not None else "refusal" if refusal is not None else ""
