"""Real Redis and PostgreSQL, started for a test and gone after it."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """The address of a Redis of our own."""
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server on this machine")
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def postgres_server(*, like: Path | None = None, with_tls: bool = False) -> Iterator[str]:
    """The address of a PostgreSQL database of our own, empty or like the one that kept_after left in a folder.

    PostgreSQL refuses to run as root, so root steps down.
    """
    bin_folder, as_user = postgres_programs(), whom_postgres_runs_as()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="stance-pg-", ignore_cleanup_errors=True) as made:
        data = Path(made) / "data"
        if as_user:
            shutil.chown(made, **as_user)
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": made, **as_user}
        if like:
            subprocess.run(["cp", "-a", like, data], check=True)
        else:
            subprocess.run([bin_folder / "initdb", "-D", data, "-U", "stance", "-A", "trust", "--no-sync"], **quiet)
        tls = _with_certificate(data, quiet) if with_tls else ""
        options = f"{tls}-p {port} -c listen_addresses=127.0.0.1 -k {made} -c fsync=off"
        subprocess.run([bin_folder / "pg_ctl", "-D", data, "-o", options, "-l", f"{made}/log", "-w", "start"], **quiet)
        try:
            yield f"postgresql://stance@127.0.0.1:{port}/postgres"
        finally:
            if (data / "postmaster.pid").exists():
                subprocess.run([bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], **quiet)


def kept_after(prepare: Callable[[str], None], folder: Path) -> None:
    """Keep in the folder what prepare makes of an empty database, for servers that begin like it."""
    with postgres_server() as address:
        prepare(address)
        with psycopg.connect(address) as connection:
            ((data,),) = connection.execute("SHOW data_directory")
        stop = [postgres_programs() / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"]
        subprocess.run(stop, check=True, stdout=subprocess.DEVNULL, cwd=data, **whom_postgres_runs_as())
        subprocess.run(["cp", "-a", f"{data}/.", folder], check=True)


def whom_postgres_runs_as() -> dict[str, str]:
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


def _with_certificate(data: Path, quiet: dict[str, Any]) -> str:
    """Have a certificate of its own made beside the database; the option that switches TLS on."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl on this machine")
    names = ["-out", data / "server.crt", "-keyout", data / "server.key"]
    asked = ["openssl", "req", "-new", "-x509", "-nodes", "-subj", "/CN=localhost", *names]
    subprocess.run(asked, stderr=subprocess.DEVNULL, **quiet)
    return "-c ssl=on "


def postgres_programs() -> Path:
    found = [Path(path).parent for path in [shutil.which("pg_ctl")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists():
            return folder
    pytest.skip("no PostgreSQL on this machine")


def wait_for_port(port: int, patience_s: float = 20) -> None:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < deadline, f"nobody answers on port {port}"
            time.sleep(0.1)
