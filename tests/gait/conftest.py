"""The gait tests ring a bell that is real but lives in memory."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import filmed
import pytest
from celery import current_app
from kombu.simple import SimpleQueue
from servers import postgres_server, redis_server
from station import Station

from gait.models import Assessment


@pytest.fixture(autouse=True, scope="session")
def broker_in_memory() -> None:
    current_app.conf.update(broker_url="memory://", broker_transport_options={})


@contextmanager
def listening_to(name: str) -> Iterator[SimpleQueue]:
    with current_app.connection() as connection:
        queue = connection.SimpleQueue(name)
        queue.clear()
        yield queue
        queue.close()


@pytest.fixture
def bell() -> Iterator[SimpleQueue]:
    """The queue that measuring workers listen to."""
    with listening_to("analyse") as queue:
        yield queue


@pytest.fixture
def quick_bell() -> Iterator[SimpleQueue]:
    """The queue of short jobs."""
    with listening_to("quick") as queue:
        yield queue


@pytest.fixture
def pats_walk(pat, ines) -> Assessment:
    return filmed.assessment(pat, ines)


@pytest.fixture(scope="module", params=["sqlite+filesystem", "postgresql+redis"])
def station(request, tmp_path_factory, migrated, django_db_setup, django_db_blocker) -> Iterator[Station]:
    """An installation of its own, as it is by default and as it is in production."""
    home = tmp_path_factory.mktemp("station")
    shutil.copy(migrated, home)
    with ExitStack() as stack:
        station = Station(home)
        if request.param == "postgresql+redis":
            station.broker_url = stack.enter_context(redis_server(home))
            like = request.getfixturevalue("migrated_postgres")
            station.database_url = stack.enter_context(postgres_server(like=like))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(station.database())
        yield station
