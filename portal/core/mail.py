"""Mail: kept in the database with the act that causes it, then sent once by a task."""

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app, g
from sqlalchemy import case, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock, i18n, links
from portal.core.db import UtcDateTime, db

_PATIENCE = timedelta(days=3)
_KEPT = timedelta(days=30)
_CLAIMED_FOR = timedelta(minutes=10)


class Mail(db.Model):
    """One message to one person; `key` keeps the same news from being told twice."""

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=clock.now, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    failure: Mapped[str] = mapped_column(default="")


def post(key: str, address: str, language: str, template: str, **context) -> None:
    """Keep a mail for sending, in the caller's transaction.

    `template` names `mail/<template>.txt`: the subject on its first line, then paragraphs with an
    empty line between; the HTML part is made from the same paragraphs, in which an address that
    stands alone becomes a button. A second mail with the same `key` is not kept.
    """
    with i18n.speaking(language):
        context = {**context, **_frame(language)}
        subject, _blank, text = _rendered(f"mail/{template}.txt", context).partition("\n")
        html = _rendered(
            "layouts/mail.html", {**context, "subject": subject, "parts": _parts(text)}
        )
    mail = Mail(
        key=key, address=address, language=language, subject=" ".join(subject.split()),
        text=text.strip() + "\n", html=html,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(mail)
    except IntegrityError:
        return
    g.mail_waits = True


def _rendered(template: str, context: dict) -> str:
    """Without what pages get beside: a mail is written for its reader, also where nobody asks."""
    return current_app.jinja_env.get_template(template).render(context)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _frame(language: str) -> dict:
    return {
        "lang": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "portal_name": current_app.config["PORTAL_NAME"],
        "outside": links.outside,
    }


def is_kept_in_folder() -> bool:
    """True without a mail server: messages are then files that `flask mail` lists."""
    return not current_app.config["SMTP_URL"]


def folder() -> Path:
    path = Path(current_app.config["INSTANCE_PATH"]) / "mail"
    path.mkdir(parents=True, exist_ok=True)
    return path


def deliver_waiting(limit: int = 100) -> int:
    """Send what is due, oldest first, within the day's budget; the number sent. Commits each.

    What somebody waits for before the screen, a password's link, goes ahead of all the rest, and
    the last third of the budget is for it alone: strangers cause mails by joining.

    A mail is claimed by moving its next try forward before it is sent, so that two processes
    never send the same one, and one that dies half-way leaves it for later.
    """
    sent = 0
    for _turn in range(limit):
        left = _left_today()
        is_scarce = left <= current_app.config["MAIL_PER_DAY"] // 3
        mail_id = _claim_next(is_scarce) if left else None
        if mail_id is None:
            break
        sent += _send(mail_id)
    return sent


def empty_old() -> None:
    """What was said is nobody's business any more; its key stays, so that it is not said again."""
    old = Mail.next_try_at.is_(None), Mail.created_at < clock.now() - _KEPT, Mail.address != ""
    db.session.execute(update(Mail).where(*old).values(address="", subject="", text="", html=""))


def waiting() -> int:
    return db.session.scalar(
        select(func.count()).select_from(Mail).where(Mail.next_try_at.is_not(None))
    )


def _left_today() -> int:
    since = clock.now() - timedelta(days=1)
    sent = db.session.scalar(select(func.count()).select_from(Mail).where(Mail.sent_at > since))
    db.session.rollback()
    return max(0, current_app.config["MAIL_PER_DAY"] - sent)


def _claim_next(is_scarce: bool = False) -> int | None:
    """The number of the mail that is due longest, now this process's; another may be quicker."""
    is_awaited = or_(Mail.key.startswith("password-"), Mail.key.startswith("email-"))
    first = select(Mail.id).order_by(case((is_awaited, 0), else_=1), Mail.next_try_at).limit(1)
    if is_scarce:
        first = first.where(is_awaited)
    while True:
        now = clock.now()
        mail_id = db.session.scalar(first.where(Mail.next_try_at <= now))
        if mail_id is None:
            db.session.rollback()
            return None
        claim = (
            update(Mail)
            .where(Mail.id == mail_id, Mail.next_try_at <= now)
            .values(next_try_at=now + _CLAIMED_FOR, tries=Mail.tries + 1)
        )
        is_mine = db.session.execute(claim).rowcount == 1
        db.session.commit()
        if is_mine:
            return mail_id


def _send(mail_id: int) -> bool:
    """Hand one mail over. The transaction is ended before: a slow mail server holds no lock."""
    failure = None
    try:
        message = _message(db.session.get(Mail, mail_id))
        db.session.rollback()
        _hand_over(message, mail_id)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        failure = error
    db.session.rollback()
    mail = db.session.get(Mail, mail_id)
    if failure is not None:
        _put_off(mail, failure)
    else:
        mail.sent_at, mail.next_try_at, mail.failure = clock.now(), None, ""
    db.session.commit()
    return failure is None


def _put_off(mail: Mail, error: Exception) -> None:
    """Try again after 1, 2, 4 … minutes, at most 6 hours; after three days, or a refusal, never."""
    mail.failure = str(error)[:500]
    refused = isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _words in error.recipients.values()
    )
    if refused or clock.now() - mail.created_at > _PATIENCE:
        mail.next_try_at = None
    else:
        wait = min(60 * 2 ** (mail.tries - 1), 6 * 3600)
        mail.next_try_at = clock.now() + timedelta(seconds=wait)


def _message(mail: Mail) -> EmailMessage:
    config = current_app.config
    message = EmailMessage()
    message["Subject"] = mail.subject
    message["From"] = formataddr((config["PORTAL_NAME"], parseaddr(config["MAIL_FROM"])[1]))
    message["To"] = mail.address
    message["Date"] = format_datetime(mail.created_at)
    host = urlsplit(config["PUBLIC_URL"]).hostname
    message["Message-ID"] = f"<mail-{mail.id}-{int(mail.created_at.timestamp())}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    message["Content-Language"] = mail.language  # last: each new content takes such headers away
    return message


def _hand_over(message: EmailMessage, mail_id: int) -> None:
    if is_kept_in_folder():
        (folder() / f"{mail_id:08d}.eml").write_bytes(bytes(message))
        return
    server = connect(current_app.config["SMTP_URL"])
    try:
        server.send_message(message)
        _part(server)
    finally:
        server.close()


def _part(server: smtplib.SMTP) -> None:
    """The mail is taken: what the server says to our goodbye must not have it sent again."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()


def connect(url: str) -> smtplib.SMTP:
    """The mail server, over TLS where it offers it, signed in if the URL says so."""
    parts = urlsplit(url)
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            parts.hostname, parts.port or 465, timeout=30, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(parts.hostname, parts.port or 25, timeout=30)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
