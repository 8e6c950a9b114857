"""The signed report of a really measured clip: the same numbers wherever it is read, and only what was signed."""

import csv
import io
import re
import shutil
import subprocess

import pytest
from desk import enter, hand_over_a_plan, open_patient, sign
from playwright.sync_api import Locator, Page, expect
from running_site import Site

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no poppler-utils on this machine")
NEAR_DEG = 0.05
"""Figures are printed to a tenth."""


def test_the_same_numbers_stand_on_the_result_the_report_and_in_the_table(demo_site: Site, desktop: Page) -> None:
    open_signed_result(demo_site, desktop)
    verdicts = {side: sentence_of(desktop, side) for side in ("left", "right")}
    peaks_deg = peaks_of(desktop)
    desktop.get_by_role("link", name="Report on one page").click()
    table = desktop.get_by_role("region", name="The numbers").get_by_role("table")
    for side, sentence in verdicts.items():
        expect(desktop.get_by_role("region", name="Verdict")).to_contain_text(sentence)
        drop_deg, half_deg, strides = figures(sentence)
        row = table.get_by_role("row", name=re.compile(f"^{side.capitalize()}"))
        expect(row).to_contain_text(f"{drop_deg}°")
        expect(row).to_contain_text(f"{strides} of ")
        low_deg, high_deg = interval_of(row)
        assert (high_deg - low_deg) / 2 == pytest.approx(half_deg, abs=0.1)
        assert low_deg < drop_deg < high_deg
        assert len(peaks_deg[side]) == strides
        assert sum(peaks_deg[side]) / strides == pytest.approx(drop_deg, abs=NEAR_DEG + 0.01)


@needs_poppler
def test_the_pdf_is_one_sheet_that_says_what_the_page_says(demo_site: Site, desktop: Page) -> None:
    open_signed_result(demo_site, desktop)
    sentences = [sentence_of(desktop, side) for side in ("left", "right")]
    desktop.get_by_role("link", name="Report on one page").click()
    pdf = fetched(desktop, desktop.get_by_role("link", name="PDF"))
    assert pages_of(pdf) == 1
    for said in (*sentences, "Single-leg bridge", "Strength and scores", "Maya Lindgren, PT, DPT"):
        assert said in words_of(pdf)

    desktop.get_by_role("link", name="For the patient").click()
    assert_plainly_the_same(desktop.get_by_role("main").inner_text(), sentences)
    in_english = fetched(desktop, desktop.get_by_role("link", name="PDF"))
    desktop.get_by_role("link", name="Español").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Lo que muestra su video")
    in_spanish = fetched(desktop, desktop.get_by_role("link", name="PDF"))
    assert (pages_of(in_english), pages_of(in_spanish)) == (1, 1)
    assert_plainly_the_same(words_of(in_english), sentences)
    assert "Lo que muestra su video" in words_of(in_spanish)


def test_what_is_signed_reaches_the_phone_and_so_does_what_is_added(
    demo_site: Site, desktop: Page, phone: Page
) -> None:
    demo_site.own_visit("Sina")
    demo_site.sign_in(desktop)
    open_patient(desktop, "Copy, Sina")
    desktop.locator(".row-link").click()
    sentences = [sentence_of(desktop, side) for side in ("left", "right")]
    dropped = sign_in_own_words(desktop, "Seen together with Sina.")
    report = desktop.get_by_role("link", name="Report on one page").evaluate("link => link.href")
    address = hand_over_a_plan(desktop)
    desktop.get_by_role("button", name="Sina agrees, show it").click()
    expect(desktop.get_by_text("Shown", exact=True)).to_be_visible()

    enter(phone, address)
    phone.get_by_role("link", name="My film").click()
    assert_plainly_the_same(phone.get_by_role("main").inner_text(), sentences)
    assert_pictures_load(phone)

    desktop.goto(report)
    expect(desktop.get_by_role("main")).to_contain_text("Seen together with Sina.")
    expect(desktop.get_by_role("main")).not_to_contain_text(dropped)
    desktop.get_by_label("Addendum").fill("Filmed in new shoes.")
    desktop.get_by_label("The patient too, in plain words").check()
    desktop.get_by_label("For the patient, in plain words").fill("Your shoes were new that day.")
    desktop.get_by_role("button", name="Add as Maya Lindgren, PT, DPT").click()
    expect(desktop.locator("#addenda")).to_contain_text(
        re.compile(r"Maya Lindgren, PT, DPT.*Filmed in new shoes\.", re.DOTALL)
    )
    phone.reload()
    expect(phone.get_by_role("main")).to_contain_text(
        re.compile(r"Added later by your therapist.*Your shoes were new that day\.", re.DOTALL)
    )
    assert fetched(phone, phone.get_by_role("link", name="Keep it as a PDF")).startswith(b"%PDF-")


def open_signed_result(site: Site, page: Page) -> None:
    """The demo's first visit, the older of two."""
    site.sign_in(page)
    open_patient(page, "Example, Nora")
    page.locator(".row-link").last.click()
    expect(page.locator("#sign")).to_contain_text("Signed by Maya Lindgren, PT, DPT")


def sentence_of(page: Page, side: str) -> str:
    return page.locator(f".side-verdict--{side} .side-verdict__sentence").inner_text()


def figures(sentence: str) -> tuple[float, float, int]:
    """Drop, half of the interval and number of strides, as a sentence tells them."""
    drop, half, strides = re.search(r"drops (\d+\.\d)° ± (\d+\.\d)° \((\d+) strides\)", sentence).groups()
    return float(drop), float(half), int(strides)


def interval_of(row: Locator) -> tuple[float, float]:
    low, high = re.search(r"(-?\d+\.\d)° to (-?\d+\.\d)°", row.inner_text()).groups()
    return float(low), float(high)


def peaks_of(page: Page) -> dict[str, list[float]]:
    """Of the stances that count, from the table that is taken along."""
    with page.expect_download() as download:
        page.get_by_role("link", name="stances (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
    return {
        side: [float(row["peak_drop_deg"]) for row in rows if row["side"] == side and row["used"] == "1"]
        for side in ("left", "right")
    }


def fetched(page: Page, link: Locator) -> bytes:
    """A PDF with this browser's cookies; Chromium itself would open it in a viewer."""
    answer = page.request.get(link.evaluate("link => link.href"))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def words_of(pdf: bytes) -> str:
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def pages_of(pdf: bytes) -> int:
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return int(re.search(r"Pages:\s+(\d+)", told)[1])


def sign_in_own_words(page: Page, words: str) -> str:
    """Stand behind all findings but the first; returns the one that was dropped."""
    page.get_by_label("Summary").fill(words)
    first = page.get_by_role("group", name="Finding 1", exact=True)
    dropped = first.get_by_role("textbox").input_value()
    first.get_by_label("Keep").uncheck()
    sign(page)
    expect(page.get_by_role("button", name=re.compile("^Sign as"))).to_have_count(0)
    return dropped


def assert_plainly_the_same(text: str, sentences: list[str]) -> None:
    """In whole degrees, for each leg that stands."""
    for side, sentence in zip(("left", "right"), sentences, strict=True):
        drop_deg, _, strides = figures(sentence)
        assert f"When you stand on your {side} leg, " in text
        row = re.search(rf"{side} leg\s+(\d+) degrees\s+\d+ to \d+ degrees\s+(\d+)", text, re.IGNORECASE)
        assert (int(row[1]), int(row[2])) == (round(drop_deg), strides)


def assert_pictures_load(page: Page) -> None:
    """Under each drawing lies a picture that this phone is given."""
    pictures = page.locator(".paper-picture image")
    expect(pictures).to_have_count(2)
    for address in pictures.evaluate_all("images => images.map((image) => new URL(image.href.baseVal, location).href)"):
        assert page.request.get(address).headers["content-type"] == "image/jpeg"
