"""The associations' network: one Flask app, its rooms and their URLs."""

import sys
from collections.abc import Mapping
from importlib import import_module
from types import SimpleNamespace

from portal.core import clock, settings

# Lower floors first. Each room's views are a blueprint `bp`; other parts are looked up by name.
ROOMS = ["members", "associations", "home", "demo"]


def create_app(given: Mapping | None = None):
    """The portal as a Flask app; `given` settings win over the environment.

    A setting that cannot be used, or zone data without Morocco's rule, ends the process with one
    line and code 1.
    """
    from flask import Flask

    try:
        values = settings.load(given)
    except settings.WrongSetting as reason:
        print(reason, file=sys.stderr)
        raise SystemExit(1) from None
    if not clock.is_right():
        print("tzdata: older than Morocco's rule of 2026; install tzdata 2026.3", file=sys.stderr)
        raise SystemExit(1)
    app = Flask(__name__, static_folder=None, instance_path=values["INSTANCE_PATH"])
    app.config.update(values)
    _set_up_templates(app)
    _set_up_core(app)
    _open_rooms(app)
    _show_samples(app)
    return app


def _set_up_templates(app) -> None:
    from jinja2 import StrictUndefined

    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.globals["portal_name"] = app.config["PORTAL_NAME"]


def _set_up_core(app) -> None:
    from portal.core import assets, cli, db, errors, guard, i18n, jobs, pages, replay, terms, wire

    app.extensions["checks"] = dict(cli.CHECKS)
    db.init_app(app)
    guard.init_app(app)
    i18n.init_app(app)
    terms.init_app(app)
    replay.init_app(app)
    jobs.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    pages.init_app(app)
    wire.init_app(app)
    cli.init_app(app)


def _open_rooms(app) -> None:
    """Each room gives what it has: tables, rules, terms, URLs, commands, tasks."""
    policies = SimpleNamespace()
    for room in ROOMS:
        for part in ("models", "policy", "terms", "views", "tasks", "cli"):
            module = _part(f"portal.{room}", part)
            if part == "views" and module:
                app.register_blueprint(module.bp)
            if part == "policy" and module:
                setattr(policies, room, module)
            if part in ("terms", "cli") and module:
                module.init_app(app)
    app.jinja_env.globals["policy"] = policies


def _show_samples(app) -> None:
    """What the shared dictionary is made of: public pages, and markup of frequent others."""
    from portal.core.dictionary import shape_of

    app.extensions["wire"].sample_pages += [
        ("home.index", {}),
        ("members.sign_in", {}),
        ("associations.new_application", {}),
        shape_of(
            "layouts/*", "ui/*", "home/home.html", "members/show.html", "members/_facts.html",
            "associations/show.html", "associations/_*.html", "associations/queue.html",
        ),
    ]  # fmt: skip


def _part(room: str, part: str):
    name = f"{room}.{part}"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name in (name, room):
            return None
        raise
