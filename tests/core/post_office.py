"""A real SMTP server for the tests of mail, and its moods."""

import time
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default as modern

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class PostOffice:
    """What an SMTP server does with the mails; `answers` are given first, one for each."""

    def __init__(self):
        self.taken, self.answers, self.at_recipient = [], [], []
        self.delay = 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.at_recipient:
            return self.at_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):
        time.sleep(self.delay)
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "dies":
            self.taken.append(envelope)
            server.transport.abort()
            return "421 gone"
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer

    @property
    def messages(self):
        return [message_from_bytes(envelope.content, policy=modern) for envelope in self.taken]


class WithoutGoodbye(SMTP):
    async def smtp_QUIT(self, arg):
        await self.push("554 not yet")


class Office(Controller):
    """On a free port; UTF-8 addresses are taken."""

    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=True, hostname="mail.test")


@contextmanager
def opened(port, handler, kind=Office):
    controller = kind(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
