"""Who is signed in: the cookie's key leads to an open sign-in, and that to its member."""

import time

from flask import g, session
from flask_login import AnonymousUserMixin, current_user

from portal.core.guard import sign_in_manager
from portal.members import queries
from portal.members.models import Member, SignIn

HALF_LASTS = 300


class Visitor(AnonymousUserMixin):
    """Somebody who is not signed in."""

    id = None
    name = role = language = ""
    is_coordinator = False


sign_in_manager.anonymous_user = Visitor
sign_in_manager.session_protection = None


@sign_in_manager.user_loader
def load_member(key: str) -> Member | None:
    g.sign_in = queries.find_open_sign_in(key)
    g.device_is_shared = g.sign_in is not None and g.sign_in.is_shared
    return g.sign_in.member if g.sign_in else None


def current_sign_in() -> SignIn | None:
    return g.sign_in if current_user.is_authenticated else None


def is_shared_device() -> bool:
    return current_user.is_authenticated and g.sign_in.is_shared


def begin_half(member: Member, *, is_shared: bool) -> None:
    """The password was right; the code must follow within five minutes."""
    session.clear()
    g.pop("csrf_token", None)
    session["half"] = [member.id, is_shared, int(time.time())]


def half() -> tuple[int, bool] | None:
    """Who is half signed in, and whether on a shared device."""
    member_id, is_shared, begun = session.get("half") or (None, False, 0)
    return (member_id, is_shared) if time.time() - begun < HALF_LASTS else None
