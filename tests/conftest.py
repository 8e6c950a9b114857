"""What every test gets: plain static files, no mail that leaves, private folders of its own.

Tests run in several processes, file by file (`make test`). Each has a database, ports and a browser of its own; what is
slow to make lies in run_folder, for all of them.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

# One processor each: two that use both only get in each other's way. The libraries read it as they are loaded.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1")

import cast
import migrated as migrated_database
import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from playwright.sync_api import Browser, expect, sync_playwright

from clinics.models import Clinic, Role, User
from clinics.outbox.delivery import deliver_due
from patients.models import Patient

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]

FIRST = "test_demo.py"
LONG_FIXTURES = {"browser", "read_clip", "run_folder", "station"}
"""Whoever asks for one of these reads a real clip, or starts a browser or a whole installation."""

expect.set_options(timeout=20_000)
"""A busy machine answers late; what never comes still fails."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is long by what it asks for, and begin with the files that take longest: workers then end together.

    First of all comes the one that makes what browser tests would have to wait for.
    """
    for item in items:
        if LONG_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("long")
    long_tests = Counter(item.path for item in items if item.get_closest_marker("long"))
    items.sort(key=lambda item: (item.path.name != FIRST, -long_tests[item.path]))


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For what once.made_once makes: all workers of this run see it, and the next run has another."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def read_clip(request: pytest.FixtureRequest) -> Callable[..., object]:
    """Real clips as the engine reads them. What it has read is kept until the engine changes."""
    import read_clips  # here, because it brings the whole engine along

    return read_clips.reader(request.config.cache.mkdir("read_clips"))


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest) -> Path:
    """To copy: an SQLite database that is migrated, with nothing entered yet. It is kept until an app changes."""
    return migrated_database.database(request.config.cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def migrated_postgres(run_folder: Path) -> Path:
    """The same for PostgreSQL; it is made once in a run."""
    return migrated_database.postgres(run_folder)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite in a file: a browser asks for several things at once, which one connection in memory does not bear."""
    if connection.vendor == "sqlite":
        copy = shutil.copy(migrated, tmp_path_factory.mktemp("database") / "test.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = str(copy)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """What was copied is not made again."""
    return django_db_keepdb or connection.vendor == "sqlite"


@pytest.fixture(autouse=True)
def english(settings: object) -> Iterator[None]:
    """Also after a test whose pages spoke another language: Django leaves the last request's language switched on."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def private_places(settings: object, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Attempts to sign in are counted there; no test pays for those of another.
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.EMAIL_BACKEND = "clinics.outbox.backend.OutboxBackend"  # the test runner replaces it
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.STANCE_HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path


@pytest.fixture(scope="module")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """Closed after each file: while it is open this thread has an event loop, beside which Django refuses to work."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Mailbox(Sequence[EmailMultiAlternatives]):
    """The mails that have left; whoever looks waits until the outbox was emptied."""

    def __getitem__(self, place: int | slice) -> EmailMultiAlternatives:
        deliver_due()
        return mail.outbox[place]

    def __len__(self) -> int:
        deliver_due()
        return len(mail.outbox)


@pytest.fixture
def mailoutbox(db: None) -> Mailbox:
    mail.outbox.clear()
    return Mailbox()


@pytest.fixture
def north(db: None) -> Clinic:
    return cast.clinic("North")


@pytest.fixture
def south(db: None) -> Clinic:
    return cast.clinic("South")


@pytest.fixture
def ines(north: Clinic) -> User:
    return cast.member("Ines", north, Role.THERAPIST)


@pytest.fixture
def omar(south: Clinic) -> User:
    return cast.member("Omar", south, Role.THERAPIST)


@pytest.fixture
def dana(north: Clinic) -> User:
    return cast.member("Dana", north, Role.ADMIN)


@pytest.fixture
def pat(north: Clinic) -> Patient:
    return cast.patient("Pat", north)


@pytest.fixture
def sol(south: Clinic) -> Patient:
    return cast.patient("Sol", south)


@pytest.fixture
def count_queries() -> Callable[[Client, str], int]:
    """How many queries a page needs once its session is known. Compare a short list with a long one."""

    def count(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count
