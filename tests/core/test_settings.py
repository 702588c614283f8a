"""Settings run without being set, and a wrong one is refused by its name."""

import subprocess
import sys

import pytest

from portal.core import settings


def test_every_setting_has_a_default_that_is_accepted(tmp_path, monkeypatch):
    for setting in settings.SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)

    values = settings.load({"INSTANCE_PATH": str(tmp_path)})

    assert values["DATABASE_URL"] == f"sqlite:///{tmp_path}/portal.sqlite3"
    assert len(values["SECRET_KEY"]) > 40
    assert settings.load({"INSTANCE_PATH": str(tmp_path)})["SECRET_KEY"] == values["SECRET_KEY"]


@pytest.mark.parametrize(
    "name, value",
    [
        ("DATABASE_URL", "mysql://host/x"),
        ("DATABASE_URL", "nonsense"),
        ("PUBLIC_URL", "portal.ma"),
        ("SMTP_URL", "mail.exemple.ma"),
        ("MAIL_PER_DAY", "many"),
        ("MAIL_PER_DAY", "0"),
        ("TRUST_PROXY", "maybe"),
        ("DEFAULT_LANGUAGE", "es"),
        ("PORTAL_NAME", " "),
        ("MAIL_FROM", "nobody"),
        ("BODY_LIMIT_KB", "-1"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name(name, value, tmp_path):
    with pytest.raises(settings.WrongSetting, match=f"^{name} "):
        settings.load({"INSTANCE_PATH": str(tmp_path), name: value})


def test_a_wrong_setting_ends_the_start_with_one_line(tmp_path):
    started = _start({"MAIL_PER_DAY": "many", "INSTANCE_PATH": str(tmp_path)})

    assert started.returncode == 1
    assert started.stderr.strip() == "MAIL_PER_DAY must be a whole number from 1 to 1000000"


def test_an_unreachable_database_ends_the_start_with_one_line(tmp_path):
    url = "postgresql://nobody:x@127.0.0.1:9/none"

    started = _start({"DATABASE_URL": url, "INSTANCE_PATH": str(tmp_path)})

    assert started.returncode == 1
    assert started.stderr.startswith("DATABASE_URL: the database does not answer")
    assert len(started.stderr.strip().splitlines()) == 1


def _start(environment):
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "init"],
        cwd=settings.ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_server_address_is_read_with_the_driver_that_is_installed(tmp_path):
    values = settings.load(
        {"INSTANCE_PATH": str(tmp_path), "DATABASE_URL": "postgresql://a:b@localhost/c"}
    )

    assert values["DATABASE_URL"] == "postgresql+psycopg://a:b@localhost/c"
