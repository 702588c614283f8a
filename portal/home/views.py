"""The first page, the language switch, and the pages that explain."""

from flask import Blueprint, abort, make_response, redirect, request, session, url_for
from flask_login import current_user

from portal.associations.queries import applications, mandates
from portal.core import hx, pages
from portal.core.guard import local_path
from portal.core.i18n import LANGUAGES
from portal.home import queries

bp = Blueprint("home", __name__)

pages.add_place("home.index", "home", "Home", order=10)


@bp.get("/")
def index():
    if not current_user.is_authenticated:
        regions = queries.associations_by_region()
        return hx.answer(
            "home/landing.html", regions=regions, total=sum(number for _region, number in regions)
        )
    return hx.answer(
        "home/home.html",
        acting=mandates.acting_for(current_user, session.get("acting")),
        own=mandates.associations_of(current_user),
        waiting=applications.waiting_count() if current_user.is_coordinator else 0,
    )


@bp.get("/language/<code>")
def language(code):
    """Keep a visitor's language in a cookie, and go back to the same page in it."""
    if code not in LANGUAGES:
        abort(404)
    back = local_path(request.args.get("back")) or url_for(".index")
    response = make_response(redirect(back))
    response.set_cookie(
        "lang", code, max_age=365 * 86400, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return response


@bp.get("/privacy")
def privacy():
    return hx.answer("home/privacy.html")


@bp.get("/charter")
def charter():
    return hx.answer("home/charter.html")


@bp.get("/help")
def help():
    return hx.answer("home/help.html")
