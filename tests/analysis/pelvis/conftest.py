import pytest
from rendered_clips import Clip, tracked

from gait.analysis.conventions import Activity


@pytest.fixture(scope="session")
def walk() -> Clip:
    """From behind, shirt over shorts."""
    return tracked("A1_walk_healthy_m", Activity.WALKING, 200)


@pytest.fixture(scope="session")
def walk_with_stickers() -> Clip:
    return tracked("C1_walk_sticker_skin", Activity.WALKING, 200)


@pytest.fixture(scope="session")
def run() -> Clip:
    """Without a shirt, in a dark room, 540 px wide."""
    return tracked("A4_run_shirtless_m", Activity.RUNNING, 160)
