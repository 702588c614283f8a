"""What was typed survives: a form that could not be taken comes back with its text."""

from uuid import uuid4

from flask import current_app, make_response, render_template, request
from wtforms import StringField, TextAreaField

from portal.core.forms import Form, clean

_CARRIED = "kept-"
_PATH = "kept_path"
_NEVER = {"csrf_token", "submission_id", _PATH}


def show(reason: str, *, led_to: str = "", needs_sign_in: bool = False, status: int = 419):
    """The form of this request again. `reason`: expired, session, changed or busy.

    A changed one (sent before, with another text) gets a new `submission_id`; the others keep
    theirs, in case the first did arrive. A visitor's text travels through the sign-in page.
    """
    same = request.form.get("submission_id") if reason != "changed" else None
    fields = [(n, v) for n, v in request.form.items(multi=True) if _may_travel(n)]
    return _page(reason, request.full_path.rstrip("?"), fields, same, led_to, needs_sign_in, status)


def carried() -> list[tuple[str, str]]:
    """What the sign-in form must carry on: the kept fields of this request, as they came."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name == _PATH or name.startswith(_CARRIED)
    ]


def finish():
    """After signing in with a kept form: its page, ready to send; None when there is none."""
    from portal.core.guard import local_path

    path = local_path(request.form.get(_PATH))
    if path is None:
        return None
    fields = [(n.removeprefix(_CARRIED), v) for n, v in carried() if n != _PATH]
    return _page("session", path, fields, request.form.get(_CARRIED + "id"), "", False, 200)


def _page(reason, path, fields, submission_id, led_to, needs_sign_in, status):
    form_class = _form_of({name for name, _value in fields})
    texts = [(n, _label(form_class, n), v) for n, v in fields if _is_text(form_class, n) and v]
    shown = {name for name, _label_, _v in texts}
    hidden = [(n, v) for n, v in fields if n not in shown and n != "id"]
    form = Form(formdata=None, submission_id=submission_id or str(uuid4()))
    body = render_template(
        "errors/419.html", reason=reason, action=path, texts=texts, hidden=hidden, form=form,
        led_to=led_to, needs_sign_in=needs_sign_in, carried=_CARRIED, path_name=_PATH,
    )  # fmt: skip
    response = make_response(body, status)
    if request.headers.get("HX-Request") == "true":
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _may_travel(name: str) -> bool:
    return name not in _NEVER and not name.startswith(_CARRIED) and "password" not in name


def _form_of(names: set[str]):
    """The portal's form that has most of these fields: it knows their labels."""
    forms = current_app.extensions.setdefault("form_classes", _subclasses(Form))
    return max(forms, key=lambda form: sum(_field(form, name) is not None for name in names))


def _is_text(form, name: str) -> bool:
    field = _field(form, name)
    return field is not None and issubclass(field.field_class, StringField | TextAreaField)


def _label(form, name: str) -> str:
    field = _field(form, name)
    return str(clean(str(field.args[0] if field.args else field.kwargs.get("label", name))))


def _field(form, name: str):
    field = getattr(form, name, None)
    return field if hasattr(field, "field_class") else None


def _subclasses(form) -> list:
    return [kind for child in form.__subclasses__() for kind in (child, *_subclasses(child))]
