"""Every page of the site as its readers see it: no fault in light or dark, nothing wider than the screen.

The addresses are those of access_rules.py, so a new one is looked at, or stands in NOT_PAGES.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from access_rules import RULES, Rule
from axe import COLOURS, faults
from django.urls import reverse
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from running_site import ROOT, Site

World = dict[str, dict[str, Any]]

WIDTHS_PX = (390, 820, 1440)
FITTING_MS = 5_000
READERS = ("visitor", "therapist", "admin")
"""The first of them who is shown a page reads it. A patient is a visitor whose plan's link is open."""

NOT_PAGES = {
    "files and data": {
        "robots", "sitemap", "brand_css", "brand_picture", "exercise_picture", "clinic_audit_csv",
        "clinic_enquiry_calendar", "analysis_media", "analysis_thumb", "analysis_export", "overlay_video_file",
        "annotation_picture", "report_pdf", "analysis_compare_pdf", "plain_report_pdf", "accuracy_plot",
        "patient_picture", "patient_report_pdf", "patient_download", "patient_calendar", "patient_manifest",
        "patient_worker", "mfa_download_recovery_codes", "session_time_left",
    },
    "parts of a page": {"analysis_status", "worklist_news", "processing_news"},
    "mails": {"mail_sample"},
    "leads on": {"invitation_open"},
    "only while signing in, or without a password": {
        "mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate_webauthn", "account_confirm_login_code",
        "account_set_password",
    },
    "for programs": {name for name in RULES if name.startswith("api_")} - {"api_docs", "api_token"},
}  # fmt: skip

OPEN_ALL = "document.querySelectorAll('details:not(.menu)').forEach((part) => { part.open = true; })"
FITS = "() => document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture(scope="module")
def world(demo_site: Site) -> World:
    """Of tests/support/demo_world.py: what fills the addresses, and who is signed in."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", "import demo_world; demo_world.tell()"]
    env = {**demo_site.env, "PYTHONPATH": str(ROOT / "tests" / "support")}
    asked = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(asked.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def readers(demo_site: Site, world: World, browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    contexts = {reader: browser.new_context(locale="en-US", reduced_motion="reduce") for reader in READERS}
    for reader, key in world["sessions"].items():
        contexts[reader].add_cookies([{"name": "sessionid", "value": key, "url": demo_site.url}])
    contexts["visitor"].request.get(demo_site.url + reverse("invitation_open", args=[world["made_up"]["opened_link"]]))
    for which, birth_year in (("measured", "1988"), ("made_up", "1990")):
        open_plan(contexts["visitor"].new_page(), f"{demo_site.url}/p/{world[which]['secret']}/", birth_year)
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def shown(demo_site: Site, world: World, readers: dict[str, BrowserContext]) -> dict[str, dict[str, str]]:
    """Per reader: the addresses of their pages by name."""
    pages: dict[str, dict[str, str]] = {reader: {} for reader in READERS}
    for name, rule in RULES.items():
        address = demo_site.url + reverse(name, kwargs=ids_for(rule, world))
        reader = None if name in set().union(*NOT_PAGES.values()) else first_reader(readers, address)
        if reader:
            pages[reader][name] = address
    return pages


def test_every_address_is_looked_at_or_no_page(shown: dict[str, dict[str, str]]) -> None:
    looked_at = {name for pages in shown.values() for name in pages}
    answers_get = {name for name, rule in RULES.items() if rule.method == "get"}
    missed = sorted(answers_get - looked_at - set().union(*NOT_PAGES.values()))
    assert set().union(*NOT_PAGES.values()) <= set(RULES)
    assert not missed, f"No reader of {__name__}.py is shown these, and NOT_PAGES says nothing about them: {missed}"


@pytest.mark.parametrize("reader", READERS)
def test_pages_fit_every_screen_and_speak_to_everybody(
    reader: str, shown: dict[str, dict[str, str]], readers: dict[str, BrowserContext]
) -> None:
    page = readers[reader].new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    for name, address in shown[reader].items():
        page.goto(address)
        wrong += [f"{name}: {fault}" for fault in faults_of(page)]
    page.close()
    assert not wrong, "\n".join(wrong)


def test_other_faces_of_pages_do_too(demo_site: Site, world: World, readers: dict[str, BrowserContext]) -> None:
    """A signed result, one that found a drop, one that is made up and bare; a closed door; what is not there."""
    seen_by = {
        "therapist": [f"/assessments/{each}/" for each in (*world["visits"].values(), world["made_up"]["assessment"])],
        "admin": ["/worklist/", "/nowhere/"],
    }
    wrong = []
    for reader, paths in seen_by.items():
        page = readers[reader].new_page()
        for path in paths:
            page.goto(demo_site.url + path)
            wrong += [f"{path}: {fault}" for fault in faults_of(page)]
        page.close()
    stranger = readers["visitor"].browser.new_context().new_page()
    stranger.goto(f"{demo_site.url}/p/{world['measured']['secret']}/")
    wrong += [f"the door: {fault}" for fault in faults_of(stranger)]
    stranger.context.close()
    assert not wrong, "\n".join(wrong)


def open_plan(page: Page, address: str, birth_year: str) -> None:
    page.goto(address)
    page.get_by_label("In which year were you born?").fill(birth_year)
    page.get_by_role("button", name="Open my plan").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    page.close()


def ids_for(rule: Rule, world: World) -> dict[str, str]:
    """Those of the measured records where there are all of them: records of two patients do not mix."""
    wanted = [entry.split(":") for entry in rule.ids]
    which = "measured" if all(pair[0] in world["measured"] for pair in wanted) else "made_up"
    return {pair[-1]: world[which][pair[0]] for pair in wanted}


def first_reader(readers: dict[str, BrowserContext], address: str) -> str | None:
    asked = ((reader, context.request.get(address, max_redirects=0)) for reader, context in readers.items())
    return next((reader for reader, answer in asked if is_page(answer)), None)


def is_page(answer: APIResponse) -> bool:
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return answer.status == 200 and is_html and answer.text().lstrip().lower().startswith("<!doctype html")


def faults_of(page: Page) -> list[str]:
    """With everything opened that opens. The page was loaded in light."""
    page.evaluate(OPEN_ALL)
    found = [f"{rule} in {element}" for rule, element in faults(page)]
    page.emulate_media(color_scheme="dark")
    for width_px in WIDTHS_PX:
        page.set_viewport_size({"width": width_px, "height": 900})
        if not comes_to_fit(page):
            found.append(f"wider than {width_px} px")
    found += [f"{rule} in the dark in {element}" for rule, element in faults(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def comes_to_fit(page: Page) -> bool:
    """Plots follow a new width a moment later."""
    try:
        page.wait_for_function(FITS, timeout=FITTING_MS)
    except PlaywrightTimeoutError:
        return False
    return True
