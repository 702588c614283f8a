"""URLs of the room, a file for each thing."""

from flask import Blueprint

bp = Blueprint("associations", __name__)

from portal.associations.views import (  # noqa: E402, F401
    acceptance,
    applications,
    invitations,
    mandates,
    review,
    sheets,
)
