"""What `flask doctor` asks this room."""

from portal.associations.queries import sheets


def init_app(app) -> None:
    app.extensions["checks"]["search index"] = check_index


def check_index() -> str:
    """Whether each sheet stands in the list under the key of its present name."""
    wrong = sheets.misfiled()
    return f"{wrong} sheets are filed under another name" if wrong else ""
