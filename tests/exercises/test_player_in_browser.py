"""The player on small screens: clock and word are always seen, and the picture follows them."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from exercises.library.loop_cuts import CUTS

SIZES = [(375, 547), (390, 664), (393, 659), (360, 640), (844, 390), (320, 568), (568, 320)]
SEEN = """() => ["clock", "word"].filter((name) => {
  const box = document.querySelector(`[data-part=${name}]`).getBoundingClientRect();
  const middle = box.left + box.width / 2;
  const corners = [[box.left + 2, box.top + 2], [box.right - 2, box.bottom - 2], [middle, box.top + 9]];
  return box.height < 10 || corners.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return !top?.closest("[data-part='ring'], [data-part='word']");
  });
})"""


@pytest.fixture
def pocket(browser: Browser, live_server: object, secret: str) -> BrowserContext:
    context = browser.new_context(has_touch=True, is_mobile=True, locale="en-US")
    page = context.new_page()
    page.goto(f"{live_server.url}/p/{secret}/")
    page.get_by_label("In which year were you born?").fill("1990")
    page.get_by_role("button", name="Open my plan").click()
    expect(page.get_by_role("heading", name="Hello Pat")).to_be_visible()
    page.close()
    yield context
    context.close()


def start(pocket: BrowserContext, live_server: object, secret: str, speed: str = "1") -> Page:
    page = pocket.new_page()
    page.goto(f"{live_server.url}/p/{secret}/follow/?speed={speed}")
    page.evaluate("Element.prototype.requestFullscreen = undefined")
    page.get_by_role("button", name="Start").click()
    return page


def test_clock_and_word_are_seen_on_every_screen_and_with_large_letters(
    pocket: BrowserContext, live_server: object, secret: str
) -> None:
    page = start(pocket, live_server, secret)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Turn out")).to_be_visible()
    for large in ("100%", "200%"):
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", large)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(SEEN) == [], (width, height, large)
            widest = page.evaluate("Math.max(innerWidth, document.documentElement.scrollWidth)")
            assert widest == width, (width, height, large)
            expect(page.get_by_role("button", name="Pause")).to_be_in_viewport()


def test_the_picture_is_in_step_with_the_word(pocket: BrowserContext, live_server: object, secret: str) -> None:
    page = start(pocket, live_server, secret)
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Turn out")).to_be_visible()
    samples = page.evaluate("""async () => {
      const told = [];
      for (let count = 0; count < 60; count += 1) {
        await new Promise((done) => setTimeout(done, 100));
        const video = document.querySelector("video");
        told.push([document.querySelector("[data-part=word]").textContent, video.currentTime, video.seeking]);
      }
      return told;
    }""")
    cuts = CUTS["standing-clamshell"]
    words = {"Turn out": cuts["up"][0], "Hold": cuts["hold"][0], "Back": cuts["down"][0]}
    settled = [(word, at_s) for word, at_s, is_seeking in samples if not is_seeking]
    assert {word for word, _ in settled} == set(words)
    off = [(word, at_s) for word, at_s in settled if not words[word][0] - 0.2 <= at_s <= words[word][1] + 0.2]
    assert off == []


HEARD = """() => {
  window.heard = [];
  window.speechSynthesis.speak = (spoken) => window.heard.push([spoken.lang, spoken.text]);
  const begin = OscillatorNode.prototype.start;
  window.tones = [];
  OscillatorNode.prototype.start = function (at) {
    window.tones.push(this.frequency.value);
    return begin.call(this, at);
  };
}"""


def test_it_counts_aloud_in_the_patients_language_and_can_be_silent(
    pocket: BrowserContext, live_server: object, secret: str
) -> None:
    pocket.new_page().goto(f"{live_server.url}/p/{secret}/?lang=es")
    page = pocket.new_page()
    page.goto(f"{live_server.url}/p/{secret}/follow/")
    page.evaluate("Element.prototype.requestFullscreen = undefined")
    page.evaluate(HEARD)
    page.locator("[data-part=start]").click()
    page.locator("[data-part=next]").click()
    page.wait_for_function("() => window.heard.some(([, text]) => text.startsWith('2. '))", timeout=20_000)
    languages, texts = zip(*page.evaluate("window.heard"), strict=True)
    assert set(languages) == {"es"} or set(languages) == {"", "es"}
    assert any(text.startswith("1. ") for text in texts)
    assert {880, 660, 523} <= set(page.evaluate("window.tones"))
    page.locator("[data-part=voice]").click()
    before = page.evaluate("window.heard.length")
    page.wait_for_timeout(4000)
    assert page.evaluate("window.heard.length") == before


def test_the_cut_list_reaches_the_player(phone: Client, secret: str) -> None:
    session = phone.get(f"/p/{secret}/follow/").context["session"]
    assert all(set(exercise["cuts"]) >= {part["part"] for part in exercise["parts"]} for exercise in session)
