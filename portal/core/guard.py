"""The door: who is let in, how often, and what is said to those who are not."""

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, session, url_for
from flask_limiter import Limiter
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from portal.core import hx, kept

MOST_FIELDS = 1000

csrf = CSRFProtect()
sign_in_manager = LoginManager()


def address() -> str:
    """The address that a limit counts by: behind one, a whole school or cybercafé may sit.

    Of IPv6 its network: each of its 2⁶⁴ addresses would have tries of its own.
    """
    text = request.remote_addr or "unknown"
    try:
        number = ip_address(text)
        is_wide = number.version == 6 and number.ipv4_mapped is None
        return str(ip_network((int(number) >> 64 << 64, 64))) if is_wide else text
    except ValueError:
        return text


limiter = Limiter(address, storage_uri="memory://", strategy="moving-window")


class RowNumber(IntegerConverter):
    """A number in an address that a table can have; any other is no page."""

    def __init__(self, url_map):
        super().__init__(url_map, max=2**31 - 1)


def init_app(app) -> None:
    app.url_map.converters["int"] = RowNumber
    app.config.update(
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=app.config["BODY_LIMIT_KB"] * 1024,
        MAX_FORM_MEMORY_SIZE=app.config["BODY_LIMIT_KB"] * 1024,
        SESSION_COOKIE_NAME="s",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.config["PUBLIC_URL"].startswith("https://"),
        PERMANENT_SESSION_LIFETIME=60 * 86400,
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    if app.config["TRUST_PROXY"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)
    app.before_request(_refuse_other_sites)
    app.before_request(_refuse_floods)
    csrf.init_app(app)
    sign_in_manager.init_app(app)
    limiter.init_app(app)


def allow(permitted: bool) -> None:
    if not permitted:
        abort(403)


def found_or_404(thing):
    return thing if thing is not None else abort(404)


def members_only():
    """Before each view of a room: a visitor is led to sign in; a form's text goes along."""
    if current_user.is_authenticated:
        return None
    if request.method == "POST":
        return kept.show("session", needs_sign_in=True)
    to = url_for("members.sign_in", next=local_path(request.full_path.rstrip("?")))
    return ("", 204, {"HX-Redirect": to}) if hx.wants_fragment() else redirect(to)


def begin_sign_in(member, *, is_shared: bool) -> None:
    """Sign the member in on this device, in the caller's transaction.

    The session is a new one: what was planted in the old is worthless. On a shared device its
    cookie goes with the browser's window.
    """
    g.sign_in, key = member.sign_in(request.user_agent.string, is_shared=is_shared)
    g.device_is_shared = is_shared
    session.clear()
    g.pop("csrf_token", None)
    session.permanent = not is_shared
    session["_user_id"] = key
    g._login_user = member


def be_visitor() -> None:
    """For the rest of this request nobody is signed in (their account cannot be read)."""
    g._login_user = sign_in_manager.anonymous_user()
    g.sign_in = None


def local_path(address: str | None) -> str | None:
    """The address if it is a path of this portal, else None: nobody is led elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if any(ord(character) < 32 for character in address):
        return None
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else None


def _refuse_other_sites() -> None:
    """A form from another site is refused before anything reads it, CSRF token or not.

    Shown again as an expired one, it would be its visitor's to send in one tap. A hidden origin
    ("null", from a frame without rights) is ours only when the browser says so.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = {urlsplit(current_app.config["PUBLIC_URL"]).netloc, request.host}
    is_own = not origin or origin.partition("://")[2] in own
    if site == "cross-site" or not (is_own or (origin == "null" and site == "same-origin")):
        abort(403)


def _refuse_floods() -> None:
    """A form that comes back is shown whole: of a hundred thousand fields that takes seconds, in
    which nobody else gets a turn.

    (Of forms with files Werkzeug itself takes so many parts and no more.)
    """
    if request.mimetype != "application/x-www-form-urlencoded":
        return
    if request.get_data().count(b"&") > MOST_FIELDS:
        abort(413)
