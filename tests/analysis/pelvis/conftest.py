from pathlib import Path

import pytest
from rendered_clips import Clip, tracked

from gait.result.conventions import Activity


@pytest.fixture(scope="session")
def walk(run_folder: Path) -> Clip:
    """From behind, shirt over shorts."""
    return tracked("A1_walk_healthy_m", Activity.WALKING, 200, run_folder)


@pytest.fixture(scope="session")
def walk_with_stickers(run_folder: Path) -> Clip:
    return tracked("C1_walk_sticker_skin", Activity.WALKING, 200, run_folder)


@pytest.fixture(scope="session")
def run(run_folder: Path) -> Clip:
    """Without a shirt, in a dark room, 540 px wide."""
    return tracked("A4_run_shirtless_m", Activity.RUNNING, 160, run_folder)
