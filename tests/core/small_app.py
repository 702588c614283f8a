"""A portal of three pages, to test the wire without any room."""

from flask import Flask, Response, g, render_template_string, request

from portal.core import assets, wire

PAGE = """<!doctype html>
<html lang="{{ lang }}"><head><title>Page</title>{{ style("rooms") }}
<link rel="icon" href="{{ static_url('img/star.svg') }}"></head>
<body class="shell"><h1>{{ "مرحبا بكم" if lang == "ar" else "Bienvenue" }}</h1>
<p class="card">{{ words }}</p>
<form method="post"><input id="csrf_token" name="csrf_token" type="hidden" value="{{ token }}">
<input id="submission_id" name="submission_id" type="hidden" value="{{ token }}"></form>
</body></html>"""

STYLES = {
    "layers.css": "@layer tokens, components, utilities;",
    "tokens.css": "@layer tokens { :root { --color-text: #123; --space: 1rem; } }",
    "card.css": "@layer components { .card { color: var(--color-text); } }",
    "rooms.css": "@layer components { .room, .room__door { padding: var(--space); } }",
    "utilities.css": "@layer utilities { .hidden { display: none } }",
}


def make_app(folder, words="Une phrase. " * 40):
    _write_static(folder / "static")
    app = Flask(
        "small", root_path=str(folder), instance_path=str(folder / "instance"), static_folder=None
    )
    app.secret_key = "for tests"
    app.testing = True
    assets.init_app(app)
    wire.init_app(app)
    app.extensions["wire"].sample_pages.append(("page", {}))
    _add_views(app, words)
    return app


def _write_static(static):
    for name, text in STYLES.items():
        _write(static / "css" / name, text)
    _write(static / "js" / "star-box.js", "class StarBox extends HTMLElement { #one = 1 }\n")
    _write(static / "img" / "star.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>" + " " * 300)
    (static / "img" / "dot.png").write_bytes(b"\x89PNG" + bytes(300))


def _write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _add_views(app, words):
    def render(**context):
        g.turn = app.config["turn"] = app.config.get("turn", 0) + 1
        lang = request.cookies.get("lang", "fr")
        return render_template_string(PAGE, lang=lang, token=f"t{g.turn}", **context)

    app.add_url_rule("/", "page", lambda: render(words=words))
    app.add_url_rule("/heavy", "heavy", lambda: render(words='x <script src="/htmx.js">' + words))
    app.add_url_rule("/short", "short", lambda: "<p>Short.</p>")
    app.add_url_rule("/stream", "stream", lambda: Response(iter(["a" * 500]), mimetype="text/html"))
    app.add_url_rule("/picture", "picture", lambda: Response(bytes(500), mimetype="image/png"))
    app.add_url_rule("/secret", "secret", lambda: (words, {"Cache-Control": "no-store"}))
    app.add_url_rule("/table", "table", lambda: Response(words, mimetype="text/csv"))
