"""Waiting for what a patient's phone keeps, before a test takes the network away, and for what it sends."""

from playwright.sync_api import Error, Page

MISSING = """async () => {
  const list = JSON.parse(document.getElementById("plan-keep").textContent);
  const kept = await Promise.all(list.map((address) => caches.match(address)));
  return list.filter((_address, place) => !kept[place]);
}"""
NONE_WAITS = """() => Object.entries(localStorage)
  .every(([name, records]) => !name.startsWith("plan-") || JSON.parse(records).length === 0)"""
MAX_MS, STEP_MS = 60_000, 200


def wait_until_kept(page: Page) -> list[str]:
    """Return what the page asked its worker to keep, once all of it is there."""
    for _step in range(MAX_MS // STEP_MS):
        try:
            if not (missing := page.evaluate(MISSING)):
                return page.evaluate("JSON.parse(document.getElementById('plan-keep').textContent)")
        except Error as moved_on:  # the page is asked for again once it has said which zone the phone is in
            missing = [moved_on.message]
        page.wait_for_timeout(STEP_MS)
    raise AssertionError(f"The phone never kept {missing}.")


def wait_until_sent(page: Page) -> None:
    """Return once the clinic has said that it wrote each note of this phone: a page draws a note before that."""
    page.wait_for_function(NONE_WAITS)
