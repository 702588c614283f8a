"""Every page of the portal, its refusals too, for the checks that go through all of them.

A line: who looks, the status, the method, the path, what the form holds. SHOW renders a page that
cannot be asked for: what is said when the portal is broken, or nobody waits. @name is a form below.
"""

from dataclasses import dataclass

LANGUAGES = ("fr", "ar")

FORMS = {
    "@sheet": {
        "name_fr": "Autre nom", "domain": "education", "province": "MA-CAS-ANF", "version": "0",
        "phone_seen_by": "network", "email_seen_by": "network", "website_seen_by": "network",
        "address_seen_by": "network",
    },
    "@profile": {
        "name": "Autre nom", "language": "fr", "version": "0",
        **{
            f"{field}_seen_by": "network"
            for field in ("job", "about", "skills", "languages", "email", "phone")
        },
    },
    "@motivation": {"motivation": "Nous cherchons des formateurs.\nرافقونا.", "charter": "y"},
    "@person": {"name": "Aya", "phone": "06 61 00 00 01"},
}  # fmt: skip

TABLE = """
visitor     200 GET  /
visitor     200 GET  /privacy
visitor     200 GET  /charter
visitor     200 GET  /help
visitor     404 GET  /nowhere
visitor     429 SHOW errors/429.html
visitor     410 SHOW errors/410.html
visitor     413 SHOW errors/413.html
visitor     500 SHOW errors/500.html
visitor     200 GET  /sign-in?next=/me
visitor     422 POST /sign-in identifier=
visitor     419 POST /me/edit @profile
visitor     419 POST /join/{draft}/steps/3 @motivation csrf_token=old
half        200 GET  /sign-in/code
half        422 POST /sign-in/code
visitor     200 POST /sign-in/code
visitor     200 GET  /password/forgotten
visitor     422 POST /password/forgotten
visitor     200 GET  /password/asked
visitor     200 GET  /password/new/{reset}
visitor     422 POST /password/new/{reset}
visitor     410 GET  /password/new/unknown
visitor     200 GET  /activation
visitor     422 POST /activation
visitor     200 GET  /email/{new_email}
visitor     410 GET  /email/unknown
visitor     200 GET  /join
visitor     422 POST /join
visitor     200 GET  /join/{draft}
visitor     200 GET  /join/{draft}/steps/2
visitor     422 POST /join/{draft}/steps/2 contact_phone=06 contact_email=nour
visitor     200 GET  /join/{draft}/steps/3
visitor     422 POST /join/{draft}/steps/3
visitor     409 POST /join/{draft}/steps/3 @motivation
visitor     200 GET  /join/status
visitor     404 GET  /join/status?code=22222222
visitor     200 GET  /join/{submitted}
visitor     200 GET  /join/{incomplete}
visitor     200 GET  /join/{incomplete}/complement
visitor     422 POST /join/{incomplete}/complement
visitor     200 GET  /join/{refused}
visitor     200 GET  /join/{accepted}
visitor     200 GET  /code
visitor     422 POST /code
visitor     404 POST /code code=22222222
visitor     200 GET  /invitation/{link}
visitor     422 POST /invitation/{link}
visitor     410 GET  /invitation/{revoked}
visitor     422 POST /invitation/{revoked}/renewal
visitor     410 GET  /invitation/{expired}
visitor     422 POST /invitation/{expired}/completion
visitor     404 GET  /invitation/unknown

newcomer    200 GET  /
newcomer    200 GET  /me
newcomer    200 GET  /associations/acting
newcomer    200 GET  /invitation/{link}
newcomer    403 GET  /applications
newcomer    404 GET  /associations/999999
newcomer    200 POST /me/recovery-codes password={password}

focal_point 200 GET  /
focal_point 200 GET  /me
focal_point 200 GET  /me/edit
focal_point 422 POST /me/edit
focal_point 409 POST /me/edit @profile
focal_point 200 GET  /me/devices
focal_point 200 GET  /me/security
focal_point 200 GET  /me/email
focal_point 422 POST /me/email
focal_point 200 GET  /me/phone
focal_point 422 POST /me/phone
focal_point 200 GET  /me/password
focal_point 422 POST /me/password
focal_point 200 GET  /me/second-step
focal_point 422 POST /me/second-step
focal_point 200 GET  /me/second-step/end
focal_point 422 POST /me/second-step/end
focal_point 200 GET  /me/recovery-codes
focal_point 422 POST /me/recovery-codes
focal_point 200 GET  /members/{member}
focal_point 200 GET  /associations
focal_point 200 GET  /associations?place=MA-RAB&domain=religion
focal_point 200 GET  /associations/{other}
focal_point 200 GET  /associations/{own}
focal_point 200 GET  /associations/acting
focal_point 200 GET  /associations/{own}/edit
focal_point 422 POST /associations/{own}/edit founded_in=1 ice=12
focal_point 409 POST /associations/{own}/edit @sheet
focal_point 200 GET  /associations/{own}/mandates
focal_point 422 POST /associations/{own}/mandates
focal_point 200 GET  /associations/{own}/mandates/{leading}
focal_point 422 POST /associations/{own}/mandates/{leading}/handover
focal_point 409 POST /associations/{own}/mandates/{leading}/ending
focal_point 200 GET  /associations/{own}/mandates/{helping}
focal_point 422 POST /associations/{own}/mandates/{helping}
focal_point 200 GET  /associations/{own}/invitations
focal_point 200 GET  /associations/{own}/invitations/mail
focal_point 422 POST /associations/{own}/invitations/mail
focal_point 200 GET  /associations/{own}/invitations/link
focal_point 200 GET  /associations/{own}/invitations/code
focal_point 422 POST /associations/{own}/invitations/code
focal_point 200 GET  /associations/{own}/invitations/{by_link}
focal_point 200 GET  /associations/{own}/invitations/{by_code}

coordinator 200 GET  /
coordinator 200 GET  /me
coordinator 200 GET  /members/{member}
coordinator 200 POST /members/{member}/activation
coordinator 200 GET  /applications
coordinator 200 SHOW associations/queue.html
coordinator 200 GET  /applications?state=incomplete
coordinator 200 GET  /applications?state=refused
coordinator 200 GET  /applications?state=withdrawn
coordinator 200 GET  /applications/{submitted_id}
coordinator 200 GET  /applications/{incomplete_id}
coordinator 200 GET  /applications/{refused_id}
coordinator 200 GET  /applications/{accepted_id}
coordinator 422 POST /applications/{submitted_id}/complement version={version}
coordinator 422 POST /applications/{submitted_id}/refusal version={version}
coordinator 409 POST /applications/{refused_id}/refusal version=1
coordinator 200 GET  /associations/{own}/mandates/{leading}
"""


@dataclass(frozen=True)
class Page:
    """One line of the table."""

    who: str
    status: int
    method: str
    path: str
    words: tuple[str, ...]

    def __str__(self):
        return " ".join([self.who, self.method, self.path, *self.words])

    def form(self, stage) -> dict[str, str]:
        fields = {}
        for word in self.words:
            name, _sign, value = word.partition("=")
            fields |= FORMS.get(word) or {name: value.format(**stage.names)}
        return fields


def _read(line: str) -> Page:
    who, status, method, path, *words = line.split()
    return Page(who, int(status), method, path, tuple(words))


PAGES = [_read(line) for line in TABLE.split("\n") if line]
