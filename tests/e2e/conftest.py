"""The real product for browser tests: its own database and media, a real worker, Chromium."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import demo_home
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response
from running_site import Site

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, run_folder: Path, migrated: Path) -> Iterator[Site]:
    """The practice before anybody was filmed; every test may add to it."""
    with opened(Site(demo_home.people_only(run_folder, migrated, tmp_path_factory.mktemp("stance")))) as site:
        yield site


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory, run_folder: Path, migrated: Path) -> Iterator[Site]:
    """The practice as a newcomer finds it: three clips really measured, one signed, its plan being followed."""
    with opened(Site(demo_home.measured(run_folder, migrated, tmp_path_factory.mktemp("demo")))) as site:
        yield site


@contextmanager
def opened(site: Site) -> Iterator[Site]:
    server = site.serve()
    try:
        site.wait_until_it_answers(server)
        yield site
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=180)


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    yield from fresh_page(browser, viewport=DESKTOP)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from fresh_page(browser, viewport=PHONE, has_touch=True, is_mobile=True)


def fresh_page(browser: Browser, **options: object) -> Iterator[Page]:
    """A page of its own on which nothing may go wrong unseen: no script error, nothing missing, nothing broken."""
    context = browser.new_context(locale="en-US", timezone_id="America/New_York", **options)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if is_script_error(line) else None)
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if is_broken(answer) else None)
    yield page
    context.close()
    assert not wrong


def is_script_error(line: ConsoleMessage) -> bool:
    """Chromium also prints every refused request here; those are looked at one by one in is_broken."""
    return line.type == "error" and not line.text.startswith("Failed to load resource")


def is_broken(answer: Response) -> bool:
    """A 422 is a form that says what is wrong with it."""
    return answer.status >= 400 and answer.status != 422
