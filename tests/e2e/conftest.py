"""The real product for browser tests: its own database and media, a real worker, Chromium."""

import shutil
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from running_site import Site

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("stance"))
    site.manage("migrate", "--verbosity", "0")
    site.manage("demo", "--people-only")
    server = site.serve()
    try:
        site.wait_until_it_answers(server)
        yield site
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Page]:
    yield from fresh_page(chromium, viewport=DESKTOP)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    yield from fresh_page(chromium, viewport=PHONE, has_touch=True, is_mobile=True)


def fresh_page(browser: Browser, **options: object) -> Iterator[Page]:
    """A page of its own whose console must stay free of errors: a blocked script is one."""
    context = browser.new_context(locale="en-US", timezone_id="America/New_York", **options)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert not errors
