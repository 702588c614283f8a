"""Static files: read, joined and minified at start, compressed once, named by what they hold."""

import gzip
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import rcssmin
import rjsmin
from flask import Response, abort, current_app, request

from portal.core import stylesheet

FOREVER = "public, max-age=31536000, immutable"
HAS_STYLE = "css"

_HASHED = re.compile(r"^(?P<stem>.+)\.[0-9a-f]{8}(?P<suffix>\.\w+)$")
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
_COMPRESSIBLE = {".css", ".js", ".svg", ".json", ".webmanifest", ".dict"}
_SERVED_AS_THEY_ARE = ("vendor/*.js", "img/*")


@dataclass(frozen=True)
class Asset:
    """One file as it is served: its hashed path and its bytes in each encoding."""

    name: str
    digest: str
    bodies: dict[str, bytes]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        stem, dot, suffix = self.name.rpartition(".")
        return f"{stem}.{self.digest}{dot}{suffix}"


class Assets:
    """Every static file by name; compressed forms are kept in a folder for the next start."""

    def __init__(self, cache: Path):
        self._cache = cache
        self._by_name: dict[str, Asset] = {}
        self.style: stylesheet.Stylesheet | None = None

    def __getitem__(self, name: str) -> Asset:
        return self._by_name[name]

    def add(self, name: str, body: bytes, headers: dict[str, str] | None = None) -> Asset:
        key = hashlib.sha256(body).hexdigest()
        bodies = {"identity": body}
        if Path(name).suffix in _COMPRESSIBLE:
            bodies["br"] = self._kept(f"{key}.br", lambda: brotli.compress(body, quality=11))
            bodies["gzip"] = self._kept(f"{key}.gz", lambda: gzip.compress(body, 9, mtime=0))
        asset = Asset(name, key[:8], bodies, headers or {})
        self._by_name[name] = asset
        return asset

    def url(self, name: str) -> str:
        return f"/static/{self._by_name[name].path}"

    def find(self, path: str) -> Asset | None:
        """The file of that path; of a path with an old hash, the file as it is now."""
        match = _HASHED.match(path)
        return self._by_name.get(match["stem"] + match["suffix"]) if match else None

    def _kept(self, name: str, make) -> bytes:
        file = self._cache / name
        if file.exists():
            return file.read_bytes()
        body = make()
        write_whole(file, body)
        return body


def init_app(app) -> None:
    assets = app.extensions["assets"] = Assets(Path(app.instance_path) / "assets")
    static = Path(app.root_path) / "static"
    css = rcssmin.cssmin(_joined(static / "css", "*.css"))
    js = _minified(_joined(static / "js", "*.js"))
    css = stylesheet.with_short_names(css, kept=js + _joined(static.parent, "templates/**/*.html"))
    assets.style = stylesheet.Stylesheet(css)
    assets.add("app.css", css.encode())
    assets.add("app.js", js.encode())
    for pattern in _SERVED_AS_THEY_ARE:
        for file in sorted(static.glob(pattern)):
            assets.add(file.relative_to(static).as_posix(), file.read_bytes())
    app.jinja_env.globals["static_url"] = assets.url
    app.add_url_rule("/static/<path:path>", "static", _serve)


def write_whole(file: Path, body: bytes) -> None:
    """Written beside and moved into place: another process never reads half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{id(body)}.part")
    part.write_bytes(body)
    part.replace(file)


def _minified(js: str) -> str:
    """rjsmin takes away the line end before a class's `#private` member: a semicolon stands in."""
    return rjsmin.jsmin(re.sub(r"^(\s*)#", r"\1;#", js, flags=re.MULTILINE))


def _joined(folder: Path, pattern: str) -> str:
    order = {"layers.css": -1, "utilities.css": 1}
    files = sorted(folder.glob(pattern), key=lambda file: (order.get(file.name, 0), file.name))
    return "\n".join(file.read_text("utf-8") for file in files)


def _serve(path: str) -> Response:
    asset = current_app.extensions["assets"].find(path) or abort(404)
    encoding = _encoding_for(asset)
    response = Response(asset.bodies[encoding], headers=asset.headers)
    response.headers["Content-Type"] = _TYPES.get(
        Path(asset.name).suffix, "application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = FOREVER if asset.path == path else "no-cache"
    if "br" in asset.bodies:
        response.vary.add("Accept-Encoding")
    if encoding != "identity":
        response.content_encoding = encoding
    if asset.name == "app.css":
        _note_arrival(response, asset)
    return response


def _encoding_for(asset: Asset) -> str:
    accepted = request.accept_encodings
    return next(
        (name for name in ("br", "gzip") if name in asset.bodies and accepted.quality(name) > 0),
        "identity",
    )


def _note_arrival(response: Response, asset: Asset) -> None:
    """Only a stylesheet that did arrive sets the cookie which spares the next page its style."""
    response.set_cookie(
        HAS_STYLE, asset.digest, max_age=31536000, samesite="Lax", secure=request.is_secure
    )
