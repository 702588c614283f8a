"""A page or a piece of it: the only place that reads htmx's headers."""

from flask import make_response, redirect, render_template, request


def wants_fragment() -> bool:
    """True when htmx swaps part of a page.

    A boosted link or a restored history entry replaces the whole page,
    so both get the page even though htmx asked.
    """
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def answer(page: str, fragment: str | None = None, /, *, status: int = 200, **context):
    """The page, or its fragment when htmx asked for one."""
    template = fragment if fragment and wants_fragment() else page
    response = make_response(render_template(template, **context), status)
    if fragment:
        response.vary.add("HX-Request")
    return response


def done(then: str, fragment: str | None = None, /, **context):
    """After a change: the new fragment for htmx, a redirect for a plain form."""
    if not wants_fragment():
        return redirect(then, code=303)
    if fragment is None:
        return "", 204, {"HX-Redirect": then}
    return render_template(fragment, **context)
