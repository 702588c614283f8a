"""Addresses for mails and paper: from the portal's own setting, not from what a request claims."""

from urllib.parse import urlsplit

from flask import current_app


def outside(endpoint: str, **values) -> str:
    """The whole address of a page, also where there is no request (in a task)."""
    parts = urlsplit(current_app.config["PUBLIC_URL"])
    adapter = current_app.url_map.bind(parts.netloc, parts.path or "/", url_scheme=parts.scheme)
    return adapter.build(endpoint, values, force_external=True)
