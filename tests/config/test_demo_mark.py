"""Where the demo goes and where not, and what becomes of its logins. Commands run as a person would run them."""

import os
import shutil
import subprocess
import sys
from importlib import import_module
from io import StringIO

import cast
import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from station import ROOT, Station

from clinics.models import Clinic, User
from config.demo import mark
from config.demo.password import ONCE_PUBLISHED
from config.models import DemoMark
from config.safety import require_no_open_demo
from patients.models import Patient

pytestmark = pytest.mark.django_db
migration = import_module("config.migrations.0001_demo_mark")


def demo(*options: str) -> str:
    said = StringIO()
    call_command("demo", *options, stdout=said)
    return said.getvalue()


def manage(station: Station, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**station.environment, **more}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)


def people() -> list[set[str]]:
    return [
        set(User.objects.values_list("email", flat=True)),
        set(Patient.objects.values_list("record_number", flat=True)),
        set(Clinic.objects.values_list("slug", flat=True)),
    ]


@pytest.mark.parametrize(
    "somebody",
    [
        lambda: User.objects.create_superuser("owner@practice.test", "correct horse battery", full_name="Olga"),
        lambda: cast.clinic("North"),
        lambda: cast.patient("Pat", cast.clinic("North")),
    ],
    ids=["an account", "a location", "a patient"],
)
def test_it_leaves_a_database_in_use_alone(somebody):
    somebody()
    before = people()
    with pytest.raises(CommandError, match="not marked as a demo"):
        call_command("demo", "--people-only")
    assert "left out" in demo("--where-empty")
    assert people() == before


def test_it_does_not_go_into_a_public_installation(settings):
    settings.IS_PUBLIC = True
    with pytest.raises(CommandError, match="STANCE_PUBLIC"):
        call_command("demo", "--people-only")
    assert people() == [set(), set(), set()]


def test_a_demo_that_got_real_people_gets_no_more_invented_ones():
    demo("--people-only")
    cast.patient("Real", Clinic.objects.get(slug="atlanta"))
    Patient.objects.get(record_number="DEMO-2").delete()
    said = demo("--people-only")
    assert "nothing was added" in said
    assert not Patient.objects.filter(record_number="DEMO-2").exists()


def test_each_installation_has_a_password_of_its_own_and_shows_it_again(settings, tmp_path):
    first = demo("--people-only")
    password = (tmp_path / "demo_password").read_text()
    assert ONCE_PUBLISHED not in first
    assert first.count(password) == 2
    assert (tmp_path / "demo_password").stat().st_mode & 0o777 == 0o600
    assert len(password) >= 12
    assert demo("--people-only") == first
    assert User.objects.get(email=mark.EMAILS[0]).check_password(password)
    settings.STANCE_HOME = tmp_path / "another"
    settings.STANCE_HOME.mkdir()
    User.objects.filter(email__in=mark.EMAILS).update(password="!")
    assert password not in demo("--people-only")


def test_a_password_that_somebody_set_is_neither_printed_nor_replaced():
    demo("--people-only")
    therapist = User.objects.get(email=mark.EMAILS[0])
    therapist.set_password("chosen by myself")
    therapist.save()
    said = demo("--people-only")
    assert "set since" in said
    assert User.objects.get(pk=therapist.pk).check_password("chosen by myself")


def old_demo() -> None:
    """As the demo was filled until now: with the same password everywhere, and no mark."""
    demo("--people-only")
    DemoMark.objects.all().delete()
    for account in mark.accounts():
        account.set_password(ONCE_PUBLISHED)
        account.save()


def upgrade() -> None:
    migration.take_back_the_published_password(apps, None)
    migration.mark_what_is_only_a_demo(apps, None)


def test_an_old_demo_is_marked_and_gets_a_password_of_its_own():
    old_demo()
    upgrade()
    assert not any(account.has_usable_password() for account in mark.accounts())
    said = demo("--people-only")
    assert all(account.check_password(said.split()[4]) for account in mark.accounts())


def test_the_published_password_is_taken_back_also_where_a_demo_login_got_another_name():
    old_demo()
    User.objects.filter(email=mark.EMAILS[0]).update(email="maya@practice.test")
    real = User.objects.create_user("real@practice.test", "correct horse battery", full_name="Rita")
    upgrade()
    assert not any(user.check_password(ONCE_PUBLISHED) for user in User.objects.all())
    assert User.objects.get(pk=real.pk).check_password("correct horse battery")
    assert not DemoMark.objects.exists()


def test_a_practice_that_never_was_a_demo_is_not_touched(ines):
    ines.set_password(ONCE_PUBLISHED)
    ines.save()
    upgrade()
    assert User.objects.get(pk=ines.pk).has_usable_password()


def test_a_demo_does_not_become_public_before_it_is_closed(settings):
    demo("--people-only")
    require_no_open_demo("0.0.0.0")
    settings.IS_PUBLIC = True
    with pytest.raises(ImproperlyConfigured, match="demo --close"):
        require_no_open_demo()
    assert "2 invented members of staff" in demo("--close")
    require_no_open_demo()
    assert not mark.accounts().exists()


def test_demo_logins_without_a_mark_are_found_too(settings):
    User.objects.create_user(mark.EMAILS[0], ONCE_PUBLISHED, full_name="Maya")
    require_no_open_demo("127.0.0.1")
    for reachable in ("0.0.0.0", "::", "192.0.2.7", "clinic.example"):
        with pytest.raises(ImproperlyConfigured, match="has been published"):
            require_no_open_demo(reachable)
    settings.IS_PUBLIC = True
    with pytest.raises(ImproperlyConfigured, match="demo --close"):
        require_no_open_demo()


@pytest.mark.long
def test_serve_and_the_web_server_refuse_an_open_demo_in_public(tmp_path, migrated):
    station = Station(tmp_path)
    shutil.copy(migrated, tmp_path)
    assert manage(station, "demo", "--people-only").returncode == 0
    public = {"STANCE_PUBLIC": "yes", "STANCE_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
    refused = manage(station, "serve", **public)
    assert refused.returncode == 1
    assert "demo --close" in refused.stderr
    web = [sys.executable, "-c", "import config.wsgi"]
    env = {**os.environ, **station.environment, **public}
    served = subprocess.run(web, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert served.returncode == 1
    assert "demo --close" in served.stderr
