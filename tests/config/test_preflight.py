"""What `make preflight` says on machines that lack something. The tools are really not there, the port really taken."""

import ast
import re
import shutil
import socket
import subprocess
import sys
import venv
from pathlib import Path

import hiding
import pytest
from servers import free_port

from config import preflight as preflight_py
from gait.analysis.terms.installation import DEBIAN_PACKAGES, SYSTEM_LIBRARIES

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("python3", "node", "npm", "make")


def preflight(path: Path | str, *needs: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The script alone, with nothing but these tools."""
    command = ["/bin/sh", "config/preflight.sh", *needs]
    return subprocess.run(command, cwd=ROOT, env={"PATH": str(path), **environment}, capture_output=True, text=True)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with all that preflight looks for, on a machine that has it all."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in TOOLS:
        put(folder, name, f'exec {shutil.which(name) or "true"} "$@"')
    put(folder, "python3", f'exec {sys.executable} "$@"')
    put(folder, "node", "echo v20.19.2")
    return folder


def put(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_a_machine_that_has_all_is_let_through(tools):
    told = preflight(tools, "port", PORT=str(free_port()))
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "command",
    [["/bin/sh", "config/preflight.sh"], [shutil.which("make") or "make", "preflight", "BIN=no_environment_yet"]],
    ids=["script", "make"],
)
def test_with_no_tool_at_all_everything_is_said_at_once(tmp_path, command):
    told = subprocess.run(command, cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert told.returncode != 0
    for said in ("Python 3.11", "Node 20", "npm", "make"):
        assert f"  - {said}" in told.stderr
    (line,) = re.findall(r"apt-get install --no-install-recommends (.+)", told.stderr)
    assert {"python3", "python3-venv", "make"} <= set(line.split())


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_that_is_missing_is_named(tools, name):
    (tools / name).unlink()
    told = preflight(tools)
    assert told.returncode == 1
    assert {"python3": "Python 3.11", "node": "Node 20"}.get(name, name) in told.stderr
    assert told.stderr.count("  - ") == 1


@pytest.mark.parametrize("version", ["v18.19.0", "v8.10.0", "v19.9.9"])
def test_an_old_node_is_named_with_its_version(tools, version):
    put(tools, "node", f"echo {version}")
    told = preflight(tools)
    assert told.returncode == 1
    assert f"Node 20 or newer, node is {version[1:]}" in told.stderr


@pytest.mark.parametrize("version", ["v20.0.0", "v22.1.0", "v100.0.0"])
def test_a_newer_node_will_do(tools, version):
    put(tools, "node", f"echo {version}")
    assert preflight(tools).returncode == 0


def test_a_python_without_ensurepip_is_told_from_no_python(tools, tmp_path):
    """As on a Debian without python3-venv; here an empty folder lies over ensurepip."""
    without = tmp_path / "without"
    without.mkdir()
    over = "import ensurepip, pathlib; print(pathlib.Path(ensurepip.__file__).parent)"
    folder = subprocess.run([sys.executable, "-c", over], capture_output=True, text=True, check=True).stdout.strip()
    put(tools, "python3", f'exec {hiding.python_with_empty(without, folder)} "$@"')
    told = preflight(tools)
    assert told.returncode == 1
    assert "apt-get install --no-install-recommends python3-venv\n" in told.stderr


def test_an_old_python_is_named_with_its_version(tools):
    old = "import sys, platform; sys.version_info = (3, 9, 2); platform.python_version = lambda: '3.9.2'; "
    run = "sys.argv = sys.argv[1:]; exec(open(sys.argv[0]).read())"
    put(tools, "python3", f'shift; exec {sys.executable} -c "{old}{run}" "$@"')
    told = preflight(tools)
    assert told.returncode == 1
    assert "is 3.9.2" in told.stderr


def test_an_old_python_can_read_the_question():
    """Nothing is subscripted that older Pythons do not let be, and nothing is written that they cannot parse."""
    tree = ast.parse((ROOT / "config" / "preflight.py").read_text(), feature_version=(3, 6))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    told = [
        annotation for each in functions for annotation in (each.returns, *(arg.annotation for arg in each.args.args))
    ]
    assert functions and not any(isinstance(annotation, ast.Subscript) for annotation in told)


def test_before_and_after_the_installation_the_same_libraries_are_named():
    assert {name: DEBIAN_PACKAGES[name] for name in SYSTEM_LIBRARIES} == preflight_py.LIBRARIES


def test_libraries_that_measuring_needs_are_in_the_same_line(tools, tmp_path):
    (tools / "make").unlink()
    without = tmp_path / "without"
    without.mkdir()
    put(tools, "python3", f'exec {hiding.python_without(without, "libEGL.so.1", "libGLESv2.so.2")} "$@"')
    told = preflight(tools)
    assert told.returncode == 1
    assert "apt-get install --no-install-recommends libegl1 libgles2 make\n" in told.stderr


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::1"])
def test_a_port_that_is_taken_is_found_before_anything_else(tools, address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family) as taken:
        port = str(taken.getsockname()[1])
        told = preflight(tools, "port", PORT=port, STANCE_BIND=address)
        assert told.returncode == 1
        assert f"{port} is taken" in told.stderr
        assert preflight(tools, PORT=port, STANCE_BIND=address).returncode == 0, "setup needs no port"


def test_make_run_finds_it_before_it_installs_anything(tools, checkout):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = subprocess.run(
            [shutil.which("make"), "run"],
            cwd=checkout,
            env={"PATH": f"{tools}:/usr/bin:/bin", "PORT": port},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert told.returncode != 0
    assert f"{port} is taken" in told.stderr
    assert told.stdout == ""
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("port", ["0", "70000", "eight"])
def test_a_port_that_is_none_is_said(tools, port):
    assert f"PORT is {port}" in preflight(tools, "port", PORT=port).stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A Makefile whose requirements are soon met."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "config").mkdir()
    for part in ("preflight.sh", "preflight.py"):
        shutil.copy(ROOT / "config" / part, tmp_path / "config")
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path


@pytest.mark.long
@pytest.mark.parametrize("state", ["no pip", "its Python is gone"])
def test_a_half_made_environment_is_repaired(checkout, state):
    folder = checkout / ".venv"
    venv.create(folder, with_pip=False)
    if state == "its Python is gone":
        for name in ("python", "python3"):
            (folder / "bin" / name).unlink(missing_ok=True)
        (folder / "bin" / "python").symlink_to("/nowhere/python3")
    subprocess.run(["make", ".venv/installed", f"PYTHON={sys.executable}"], cwd=checkout, check=True, timeout=300)
    subprocess.run([folder / "bin" / "python", "-m", "pip", "--version"], check=True)


@pytest.mark.long
def test_the_model_is_opened_and_a_missing_library_named_with_its_package(tmp_path):
    python = hiding.python_without(tmp_path, "libGLESv2.so.2")
    told = subprocess.run(
        [python, "-m", "gait.weights.open_pose_model"], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert told.returncode == 1
    assert "libGLESv2.so.2 (Debian package libgles2)" in told.stderr
    assert "apt-get install --no-install-recommends libgles2\n" in told.stderr


@pytest.mark.long
def test_the_model_opens_here():
    subprocess.run([sys.executable, "-m", "gait.weights.open_pose_model"], cwd=ROOT, check=True, timeout=300)
