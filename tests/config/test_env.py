"""What is read from the environment, and what never leaves with the sources."""

import os
import re
import subprocess
import sys
from fnmatch import translate
from pathlib import Path

import psycopg
import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import load_backend
from servers import postgres_server
from station import ROOT

from config import env
from config.safety import require_safe_settings

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def connected(address: str, **options: str) -> psycopg.Connection:
    """As Django connects with what the address says."""
    chosen = env.postgresql("DATABASE_URL", address)
    wrapper = load_backend(chosen["ENGINE"]).DatabaseWrapper({**chosen, "TIME_ZONE": None, "AUTOCOMMIT": True})
    return psycopg.connect(**wrapper.get_connection_params())


@pytest.mark.parametrize(
    ("address", "parts", "options"),
    [
        ("postgres://u:p@db:5433/stance", ("stance", "u", "p", "db", "5433"), {}),
        ("postgresql://u@db/stance?sslmode=require", ("stance", "u", "", "db", ""), {"sslmode": "require"}),
        (
            "postgresql://u:a%40b%2F%3A%23c@db/stance?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=5"
            "&options=-c%20statement_timeout%3D5000",
            ("stance", "u", "a@b/:#c", "db", ""),
            {
                "sslmode": "verify-full",
                "sslrootcert": "/etc/ca.pem",
                "connect_timeout": "5",
                "options": "-c statement_timeout=5000",
            },
        ),
        ("postgresql://u@%2FVar%2Frun%2Fpg/stance", ("stance", "u", "", "/Var/run/pg", ""), {}),
        ("postgresql:///stance?host=/run/postgresql&user=u", ("stance", "u", "", "/run/postgresql", ""), {}),
        (
            "postgresql://u@a:5432,b:5433/stance?target_session_attrs=read-write",
            ("stance", "u", "", "a,b", "5432,5433"),
            {"target_session_attrs": "read-write"},
        ),
        ("postgresql://u@[::1]:5432/st%20ance", ("st ance", "u", "", "::1", "5432"), {}),
    ],
)
def test_a_database_address_is_read_whole(address, parts, options):
    read = env.postgresql("DATABASE_URL", address)
    assert tuple(read[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == parts
    assert read["OPTIONS"] == options


@pytest.mark.parametrize(
    "address",
    ["mysql://u:secret@db/stance", "postgresql://u:secret@db/stance?sslmod=require", "postgresql://u:secret@[::1/x"],
)
def test_what_cannot_be_read_stops_the_start_without_telling_the_password(address):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        env.postgresql("DATABASE_URL", address)
    assert "secret" not in str(refused.value)


@pytest.mark.long
def test_a_server_without_tls_is_refused_where_tls_is_asked_for():
    with postgres_server() as address:
        connected(address).close()
        with pytest.raises(psycopg.OperationalError, match="SSL"):
            connected(address + "?sslmode=require")


@pytest.mark.long
def test_a_server_with_tls_is_met_with_it_and_its_certificate_is_checked(tmp_path):
    with postgres_server(with_tls=True) as address:
        with connected(address + "?sslmode=require") as connection:
            encrypted = connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()
            assert encrypted == (True,)
        foreign = tmp_path / "foreign.pem"
        certificate(foreign, tmp_path / "foreign.key")
        with pytest.raises(psycopg.OperationalError, match="certificate"):
            connected(f"{address}?sslmode=verify-ca&sslrootcert={foreign}")


def certificate(path: Path, key: Path) -> None:
    asked = ["openssl", "req", "-new", "-x509", "-nodes", "-subj", "/CN=elsewhere", "-out", path, "-keyout", key]
    subprocess.run(asked, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"MAIL_TRANSPORT": "django.core.mail.backends.filebased.EmailBackend"}, "STANCE_SMTP_HOST"),
        ({"MAIL_TRANSPORT": "django.core.mail.backends.console.EmailBackend"}, "STANCE_SMTP_HOST"),
        ({"DEBUG": True}, "STANCE_DEBUG"),
        ({"ALLOWED_HOSTS": ["*"]}, "STANCE_HOSTS"),
        ({"SECRET_KEY": "a" * 60}, "STANCE_SECRET_KEY"),
        ({"SECRET_KEY": "short-and-guessed"}, "STANCE_SECRET_KEY"),
    ],
)
def test_what_a_public_installation_must_not_have_is_refused(settings, changed, says):
    settings.MAIL_TRANSPORT, settings.ALLOWED_HOSTS = SMTP, ["clinic.example"]
    settings.IS_PUBLIC = True
    require_safe_settings()
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=says):
        require_safe_settings()
    assert [error.id for error in run_checks() if error.id.startswith("config.")] == ["config.E001"]
    settings.IS_PUBLIC = False
    require_safe_settings()


@pytest.mark.parametrize(("public", "before"), [("yes", "__Host-"), ("no", "")])
def test_cookies_of_a_public_site_can_be_set_by_no_other_host(tmp_path, public, before):
    said = "from config import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    env_of_site = {**os.environ, "STANCE_HOME": str(tmp_path), "STANCE_PUBLIC": public}
    names = subprocess.check_output([sys.executable, "-c", said], cwd=ROOT, env=env_of_site, text=True).split()
    assert names == [f"{before}sessionid", f"{before}csrftoken"]


SECRETS = [".env", ".env.local", ".env.production", "prod.env", ".envrc", "config/.env", "deploy/.env.bak"]


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_stay_out_of_the_repository_and_of_the_image(name):
    assert subprocess.run(["git", "check-ignore", "--quiet", "--no-index", name], cwd=ROOT, check=False).returncode == 0
    assert is_left_out_of_the_image(name)


def test_the_example_of_the_settings_file_is_kept():
    shown = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", ".env.example"], cwd=ROOT, check=False)
    assert shown.returncode == 1


def is_left_out_of_the_image(name: str) -> bool:
    """By the rules of .dockerignore: the last line that matches the whole path decides."""
    ignored = False
    for line in (ROOT / ".dockerignore").read_text().split():
        pattern = line.removeprefix("!").removeprefix("**/")
        tried = [name, Path(name).name] if "**/" in line else [name]
        if any(re.match(translate(pattern), each) for each in tried):
            ignored = not line.startswith("!")
    return ignored
