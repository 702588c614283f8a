"""URLs of the room, a file for each thing."""

from flask import Blueprint, request

from portal.core.guard import members_only
from portal.members import signing_in

bp = Blueprint("members", __name__)

# A new view is behind the wall unless it is named here.
_OPEN = {
    f"members.{view}"
    for view in (
        "sign_in", "begin_sign_in", "code", "check_code", "sign_out", "forgotten_password",
        "ask_for_password", "password_asked", "new_password", "set_password", "activation",
        "activate", "new_email", "confirm_email",
    )
}  # fmt: skip


@bp.before_request
def _wall():
    return None if request.endpoint in _OPEN else members_only()


@bp.app_context_processor
def _device():
    return {"is_shared_device": signing_in.is_shared_device()}


from portal.members.views import (  # noqa: E402, F401
    addresses,
    devices,
    passwords,
    profiles,
    second_step,
    sign_ins,
)
