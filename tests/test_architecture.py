"""The house rules that a reader may rely on, held by machine."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["clinics", "patients", "gait", "exercises", "config"]
PURE = ["gait/result", "gait/analysis", "exercises/prescribing"]
ROOMS = ["terms", "curves", "film", "pelvis", "walk", "verdict", "corrections", "written"]
"""Of gait/analysis, each above those that it imports; pipeline.py and conclude.py stand on top of all."""
EXERCISES = ["prescribing", "models", "library", "following", "plan", "patient", "trend", "fhir"]
"""The rooms of exercises, each above those that it imports; what is not a room may import them all."""
HEAVY = {"mediapipe", "cv2", "scipy", "av"}


def sources(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def imports(path: Path) -> Iterator[str]:
    """Every module that the file names in an import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def first_names(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("app", FLOORS)
def test_an_app_imports_only_floors_below_it(app: str) -> None:
    above = set(FLOORS[FLOORS.index(app) + 1 :])
    found = {str(path.relative_to(ROOT)): first_names(path) & above for path in sources(app)}
    assert not {path: names for path, names in found.items() if names}


@pytest.mark.parametrize("folder", PURE)
def test_pure_folders_know_nothing_of_the_web(folder: str) -> None:
    forbidden = {"django", "celery", "config", "clinics", "patients", "rest_framework"}
    found = {str(path.relative_to(ROOT)): first_names(path) & forbidden for path in sources(folder)}
    assert not {path: names for path, names in found.items() if names}


def test_what_a_result_is_needs_nothing_else() -> None:
    """Engine and web share it, so it may bring neither numbers in arrays nor a database."""
    for path in sources("gait/result"):
        assert first_names(path) <= {"gait", *sys.stdlib_module_names}, path
        assert all(name.startswith("gait.result") for name in imports(path) if name.startswith("gait")), path


def test_the_analysis_reaches_into_no_other_part_of_gait() -> None:
    for path in sources("gait/analysis"):
        inside = [name for name in imports(path) if name.startswith("gait.")]
        assert all(name.startswith(("gait.analysis", "gait.result", "gait.weights")) for name in inside), path


@pytest.mark.parametrize("way_in", ["gait/child/analyse.py", "gait/management/commands/analyse_video.py"])
def test_worker_and_shell_measure_by_the_same_line(way_in: str) -> None:
    """Both call the pipeline; the order of its stages stands there and nowhere else."""
    inside = {name for name in imports(ROOT / way_in) if name.startswith("gait.analysis")}
    assert "gait.analysis.pipeline" in inside
    assert not {name for name in inside if name.split(".")[2] in {"film", "pelvis", "walk", "verdict"}}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_the_analysis_imports_only_rooms_below_it(room: str) -> None:
    allowed = tuple(f"gait.analysis.{each}." for each in ROOMS[: ROOMS.index(room) + 1])
    for path in sources(f"gait/analysis/{room}"):
        inside = [name for name in imports(path) if name.startswith("gait.analysis")]
        assert all(f"{name}.".startswith(allowed) for name in inside), path


def test_every_file_of_the_analysis_has_a_room() -> None:
    on_top = {
        *("__init__.py", "conclude.py", "pipeline.py", "version.py"),
        *("tilt_agreement.py", "tilt_calibration.py"),
    }
    assert {path.name for path in (ROOT / "gait/analysis").iterdir() if path.name != "__pycache__"} == on_top | {*ROOMS}


@pytest.mark.parametrize("room", EXERCISES)
def test_a_room_of_exercises_imports_only_rooms_below_it(room: str) -> None:
    allowed = tuple(f"exercises.{each}." for each in EXERCISES[: EXERCISES.index(room) + 1])
    for path in sources(f"exercises/{room}"):
        inside = [name for name in imports(path) if name.startswith("exercises")]
        assert all(f"{name}.".startswith(allowed) for name in inside), path


def test_every_file_of_exercises_has_a_room() -> None:
    on_top = {"__init__.py", "apps.py", "urls.py", "api.py", "README.md", "catalogue"}
    pages_and_commands = {"views", "templatetags", "management", "migrations"}
    found = {path.name for path in (ROOT / "exercises").iterdir() if path.name != "__pycache__"}
    assert found == on_top | pages_and_commands | {*EXERCISES}


@pytest.mark.long
def test_nothing_of_the_product_needs_the_training() -> None:
    """gait/training has an environment of its own: only it and the tests import it, and it imports nothing of ours."""
    training = ROOT / "gait" / "training"
    for path in (path for app in FLOORS for path in sources(app)):
        reaches = any(name.startswith("gait.training") for name in imports(path))
        assert not reaches or training in path.parents, path
    for path in sources("gait/training"):
        inside = [name for name in imports(path) if name.split(".")[0] in FLOORS]
        assert all(name.startswith("gait.training") for name in inside), path


@pytest.mark.long
def test_the_web_process_never_loads_the_science() -> None:
    """Import every address of the site in a fresh interpreter and look at what came with it."""
    code = (
        "import django, sys; django.setup(); import config.urls, config.wsgi, gait.tasks; "
        f"print(sorted({HEAVY!r} & {{name.split('.')[0] for name in sys.modules}}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", "PATH": "/usr/bin:/bin"},
    )
    assert run.stdout.strip() == "[]"


def test_no_file_hides_an_error() -> None:
    """A bare except, or one that only passes, is a defect."""
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for app in FLOORS
        for path in sources(app)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (len(node.body) == 1 and isinstance(node.body[0], ast.Pass)))
    ]
    assert not guilty


def test_a_view_refuses_a_form_in_one_way() -> None:
    """refuse() keeps what was typed; a bare message before a redirect would count as taken."""
    own = ROOT / "clinics" / "accounts" / "unsaved_work.py"
    others = [path for app in FLOORS for path in sources(app) if path != own]
    assert not [str(path) for path in others if "messages.error(" in path.read_text()]
