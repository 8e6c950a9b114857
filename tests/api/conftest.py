"""Programs that speak for a person, and one record of every kind for them to ask for."""

import pytest
import walks
from django.core.cache import cache
from rest_framework.test import APIClient
from world import one_of_everything

from clinics.models import User
from gait.models import Analysis


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(settings) -> None:
    """The throttles count in the cache; each test begins with an empty one of its own."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "api"}}
    cache.clear()


def program_of(user: User) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(user)
    return client


@pytest.fixture
def as_ines(ines) -> APIClient:
    return program_of(ines)


@pytest.fixture
def as_omar(omar) -> APIClient:
    return program_of(omar)


@pytest.fixture
def as_dana(dana) -> APIClient:
    return program_of(dana)


@pytest.fixture
def world(north, south, ines, pat) -> dict[str, object]:
    return one_of_everything(north, south, ines, pat)


@pytest.fixture
def pats_walk(pat, ines):
    return walks.filmed.assessment(pat, ines)


@pytest.fixture
def done(pats_walk) -> Analysis:
    return walks.done_run(pats_walk)
