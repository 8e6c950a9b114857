"""The running product that browser tests visit."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from config.demo.practice import SHEET

ROOT = Path(__file__).resolve().parents[2]


class Site:
    """A running `manage.py serve` with a home of its own."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.home = home
        self.env = {**os.environ, "STANCE_HOME": str(home), "PORT": str(self.port), "STANCE_SITE_URL": self.url}

    def serve(self) -> subprocess.Popen[bytes]:
        log = (self.home / "serve.log").open("wb")
        return subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.env, stdout=log, stderr=log)

    @property
    def demo_password(self) -> str:
        return (self.home / "demo_password").read_text()

    def sign_in(self, page: Page, role: str = "therapist", *, to: str = "/accounts/login/") -> None:
        """By password, as the demo practice's therapist or admin; to may be any page that asks who one is."""
        page.goto(self.url + to)
        page.get_by_label("Email").fill(SHEET[role]["email"])
        page.get_by_label("Password", exact=True).fill(self.demo_password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")

    def own_visit(self, first_name: str, clip: str = "demo_walk_first_visit.mp4") -> None:
        """A patient named "Copy, <first name>" with a measured visit, which nobody else changes; needs the demo's."""
        code = f"import own_visit; own_visit.hold({first_name!r}, {clip!r})"
        env = {**self.env, "PYTHONPATH": str(ROOT / "tests" / "support")}
        subprocess.run([sys.executable, "manage.py", "shell", "-c", code], cwd=ROOT, env=env, check=True)

    def wait_until_it_answers(self, server: subprocess.Popen[bytes], patience_s: float = 240) -> None:
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline and server.poll() is None:
            try:
                urllib.request.urlopen(self.url + "/accounts/login/", timeout=2)
                return
            except OSError:  # refused, or too busy to answer yet
                time.sleep(0.3)
        pytest.fail((self.home / "serve.log").read_text())
