"""The gait tests ring a bell that is real but lives in memory."""

from collections.abc import Iterator

import filmed
import pytest
from celery import current_app
from kombu.simple import SimpleQueue

from gait.models import Assessment


@pytest.fixture(autouse=True, scope="session")
def broker_in_memory() -> None:
    current_app.conf.update(broker_url="memory://", broker_transport_options={})


@pytest.fixture
def bell() -> Iterator[SimpleQueue]:
    """The queue that workers listen to."""
    with current_app.connection() as connection:
        queue = connection.SimpleQueue("analyse")
        queue.clear()
        yield queue
        queue.close()


@pytest.fixture
def pats_walk(pat, ines) -> Assessment:
    return filmed.assessment(pat, ines)
