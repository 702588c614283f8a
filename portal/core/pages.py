"""What every page shows around its content: icons, places, banners."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from flask import current_app, g, get_flashed_messages, request
from flask_babel import lazy_gettext
from flask_login import current_user
from markupsafe import Markup

from portal.core import mail


class Place(NamedTuple):
    """An entry of the bar, for those to whom it `is_open`, with a count of what waits."""

    endpoint: str
    icon: str
    label: object
    group: str = "main"
    is_open: Callable = lambda member: True
    count: Callable = lambda member: 0
    order: int = 50


_places: list[Place] = []


def init_app(app) -> None:
    app.extensions["symbols"] = _read_symbols(Path(app.root_path) / "static/img/icons.svg")
    app.jinja_env.globals.update(
        icon=icon, sprite=_sprite_of(app.extensions["symbols"]), places=places, flashes=flashes
    )
    app.context_processor(_notices)


def add_place(endpoint: str, icon: str, label: str, **more) -> None:
    """Called by a room when its views are loaded; `label` is an English text to translate."""
    if not any(place.endpoint == endpoint for place in _places):
        _places.append(Place(endpoint, icon, lazy_gettext(label), **more))
        _places.sort(key=lambda place: place.order)


def places() -> list[dict]:
    return [
        {
            "endpoint": place.endpoint,
            "icon": place.icon,
            "label": place.label,
            "group": place.group,
            "count": place.count(current_user),
            "is_here": request.endpoint == place.endpoint or g.get("place") == place.endpoint,
        }
        for place in _places
        if place.is_open(current_user)
    ]


def _notices() -> dict:
    config = current_app.config
    return {
        "data_notice": {"cndp_number": config["CNDP_NUMBER"], "controller": config["CONTROLLER"]},
        "mail_is_kept": mail.is_kept_in_folder(),
    }


def flashes() -> list[tuple[str, str]]:
    return get_flashed_messages(with_categories=True)


def icon(name: str, small: bool = False, turns: bool = False) -> Markup:
    """A symbol of the sprite; words stand beside it, so it is hidden from screen readers."""
    g.setdefault("symbols_used", {})[name] = True
    return _drawn(name, small, turns)


@cache
def _drawn(name: str, small: bool, turns: bool) -> Markup:
    kind = "icon" + (" icon--small" if small else "") + (" icon--turns" if turns else "")
    return Markup('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>').format(kind, name)


def _read_symbols(file: Path) -> dict[str, Markup]:
    space = "{http://www.w3.org/2000/svg}"
    symbols = {}
    for symbol in ElementTree.parse(file).iter(f"{space}symbol"):
        path = symbol.find(f"{space}path").get("d")
        symbols[symbol.get("id")] = Markup(
            '<symbol id="i-{}" viewBox="0 0 24 24"><path d="{}"/></symbol>'
        ).format(symbol.get("id"), path)
    return symbols


def _sprite_of(symbols: dict[str, Markup]) -> Callable[[], Markup]:
    def sprite() -> Markup:
        used = Markup().join(symbols[name] for name in g.get("symbols_used", {}))
        return Markup('<svg class="hidden" aria-hidden="true">{}</svg>').format(used)

    return sprite
