"""The schema, the page drawn from it, and the page where a therapist gets a token."""

import re

import cast
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from rest_framework.authtoken.models import Token
from signed_in import signed_in_cookies

from clinics.models import AuditEvent, User
from config.api_words import groups_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> dict:
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_schema_is_valid_and_made_without_a_warning(tmp_path):
    written = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(written))
    assert "/api/v1/patients/{id}/" in written.read_text()


def test_the_schema_is_served(client, document):
    answer = client.get(reverse("api_schema"), {"format": "json"})
    validate_schema(answer.json())
    assert set(answer.json()["paths"]) == set(document["paths"])


def test_the_page_names_every_operation(client, document):
    page = client.get(reverse("api_docs")).content.decode()
    for path, methods in document["paths"].items():
        assert path in page
        for method in methods:
            assert f'id="{methods[method]["operationId"]}"' in page
    assert len(re.findall("<h1", page)) == 1


def test_every_operation_says_what_it_does(document):
    silent = [each.anchor for group in groups_of(document) for each in group.operations if not each.says]
    assert not silent


def test_fields_are_told_with_their_choices(document):
    operations = {each.anchor: each for group in groups_of(document) for each in group.operations}
    body = {field.name: field for field in operations["patients_assessments_create"].body}
    assert (body["activity"].kind, body["activity"].is_required) == ("walking | running", True)
    assert body["view"].kind == "posterior | anterior"
    assert [field.name for field in operations["assessments_recordings_create"].body] == ["video"]
    assert "results[].first_name" in {field.name for field in operations["patients_list"].answer_fields}
    told = {field.name for field in operations["assessments_retrieve"].answer_fields}
    assert "recordings[].analyses[].status" in told
    assert {field.name for field in operations["patients_list"].parameters} >= {"clinic", "ordering", "page_size"}


def test_the_page_needs_nothing_from_elsewhere(client):
    answer = client.get(reverse("api_docs"))
    page = answer.content.decode()
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


# --- the token ---------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(ines) -> Client:
    """ines, who has just given her password."""
    client = Client()
    client.cookies = signed_in_cookies(ines)
    return client


def key_on(page: str) -> str | None:
    found = re.search(r"<code>([0-9a-f]{40})</code>", page)
    return found and found.group(1)


def wish(client: Client, word: str) -> str:
    return client.post(reverse("api_token"), {"wish": word}).content.decode()


def ask(key: str) -> int:
    return Client().get(reverse("api_patients"), headers={"Authorization": f"Token {key}"}).status_code


def test_a_token_is_shown_once_and_works(desk, ines):
    key = key_on(wish(desk, "make"))
    assert ask(key) == 200
    assert key not in desk.get(reverse("api_token")).content.decode()
    event = AuditEvent.objects.get(action="changed")
    assert (event.actor, event.record_kind, event.record_id) == (ines, "clinics.user", str(ines.pk))


def test_a_new_token_ends_the_old_one_and_revoking_ends_all(desk):
    first = key_on(wish(desk, "make"))
    second = key_on(wish(desk, "make"))
    assert (ask(first), ask(second)) == (401, 200)
    assert key_on(wish(desk, "revoke")) is None
    assert ask(second) == 401


def test_a_token_asks_for_the_password_again(client, ines):
    client.force_login(ines)
    answer = client.post(reverse("api_token"), {"wish": "make"})
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not Token.objects.exists()


def test_a_new_password_ends_the_token(desk):
    key = key_on(wish(desk, "make"))
    new = "an even better staple"
    answer = desk.post(
        reverse("account_change_password"), {"oldpassword": cast.PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert ask(key) == 401


def test_the_operators_desk_revokes_tokens_but_shows_none(ines, desk):
    operator = Client()
    operator.force_login(User.objects.create_superuser("olga@desk.test", "correct horse staple", full_name="Olga"))
    key = key_on(wish(desk, "make"))
    assert "authtoken" not in operator.get(reverse("admin:index")).content.decode()
    action = {"action": "revoke_tokens", "_selected_action": [ines.pk]}
    answer = operator.post(reverse("admin:clinics_user_changelist"), action, follow=True)
    assert "is revoked" in answer.content.decode()
    assert key not in answer.content.decode()
    assert ask(key) == 401
