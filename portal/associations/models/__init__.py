"""The tables of the room, a file for each thing."""

from portal.associations.models.application import Application, ApplicationEvent
from portal.associations.models.association import Association
from portal.associations.models.invitation import Invitation
from portal.associations.models.mandate import Mandate, MandateEvent

__all__ = [
    "Application", "ApplicationEvent", "Association", "Invitation", "Mandate", "MandateEvent",
]  # fmt: skip
