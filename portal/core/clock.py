"""The time: stored in UTC, told in Morocco's, which left its summer time on 2026-09-20."""

import os
import zoneinfo
from datetime import UTC, date, datetime

# The operating system's zone files may be older than the rule of 2026: read the package's only.
os.environ["PYTHONTZPATH"] = ""
zoneinfo.reset_tzpath(to=[])

CASABLANCA = zoneinfo.ZoneInfo("Africa/Casablanca")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return now().astimezone(CASABLANCA).date()


def is_right() -> bool:
    """Whether the zone data knows that Morocco is on UTC since 2026-09-20 (and was not before)."""
    winter = datetime(2026, 12, 1, 12, tzinfo=CASABLANCA)
    summer = datetime(2026, 6, 1, 12, tzinfo=CASABLANCA)
    return winter.astimezone(UTC).hour == 12 and summer.astimezone(UTC).hour == 11
