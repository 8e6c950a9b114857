"""Typed readers of the environment. A value that cannot be read stops the start, with its name."""

import grp
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}
CONNECTION_KEYWORDS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
"""Django's names of what has a place of its own in a database address, and libpq's."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool) -> bool:
    word = os.environ.get(name, str(default)).strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {word!r}.")


def number(name: str, default: int) -> int:
    word = os.environ.get(name, str(default))
    try:
        return int(word)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """A private folder, made when missing."""
    path = Path(text(name) or default).expanduser().resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret(name: str, kept_in: Path) -> str:
    """The secret from the environment, or one made once and kept in a file that only its owner may read."""
    if value := text(name):
        return value
    if not kept_in.exists():
        kept_in.touch(mode=0o600)
        kept_in.write_text(secrets.token_urlsafe(50))
    return kept_in.read_text().strip()


def group(name: str) -> int | None:
    """The number of a group of users, given by number or by name; None where none is named."""
    word = text(name)
    if not word or word.isdigit():
        return int(word) if word else None
    try:
        return grp.getgrnam(word).gr_gid
    except KeyError as error:
        raise ImproperlyConfigured(f"{name}: there is no group {word!r} on this machine.") from error


def make_private(database: Path) -> None:
    """Take back what others may read of a database that was made before we took care of that, and of its journals."""
    for path in (database, *(database.with_name(database.name + ending) for ending in ("-wal", "-shm"))):
        if path.is_file() and path.stat().st_mode & 0o077 and path.stat().st_uid == os.geteuid():
            path.chmod(0o600)


def database(name: str, home: Path) -> dict[str, object]:
    """PostgreSQL by a postgres:// address, else one SQLite file in WAL mode with writers that queue up."""
    if address := text(name):
        return postgresql(name, address)
    file = home / "stance.sqlite3"
    make_private(file)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=67108864;",
        },
    }


def cache(name: str, default: Path) -> dict[str, object]:
    """Redis by a redis:// address, else files in a private folder."""
    if text(name).startswith(("redis://", "rediss://")):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": text(name)}
    return {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": folder(name, default),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }


def postgresql(name: str, address: str) -> dict[str, object]:
    """All that libpq understands in an address: options after a ?, several hosts, a socket's folder for a host.

    Nothing is dropped: an sslmode that is not heeded would send health data in the clear.
    """
    if not address.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(f"{name} must be a postgresql:// address.")
    said = parsed_by_libpq(name, address)
    own = {setting: said.pop(keyword, "") for setting, keyword in CONNECTION_KEYWORDS.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **own,
        "OPTIONS": said,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def parsed_by_libpq(name: str, address: str) -> dict[str, str]:
    """By the connection library itself, whose message may hold the password and is therefore not passed on."""
    from psycopg import ProgrammingError, conninfo  # only where PostgreSQL is used

    try:
        return {keyword: str(value) for keyword, value in conninfo.conninfo_to_dict(address).items()}
    except ProgrammingError:
        raise ImproperlyConfigured(
            f"{name} is not an address that PostgreSQL understands. In a password write special characters as in "
            "https addresses (@ as %40, / as %2F); after ? only connection options such as sslmode=require may stand."
        ) from None
