"""What axe-core finds wrong with a page for people who read it otherwise than by looking, or look with weak eyes."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN = """only => axe
  .run({ resultTypes: ["violations"], iframes: false, preload: false, ...(only && { runOnly: only }) })
  .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"""
"""preload: axe would write the style sheets that a sheet imports into the page, which the page's policy refuses."""
COLOURS = ["color-contrast", "link-in-text-block"]
"""All that changes when light turns to dark."""

REPAINTED_MS = 1000

SETTLED = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const changing = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  await Promise.allSettled(changing.map(({ finished }) => finished));
}"""
"""A button half way from light to dark has neither's colours."""


def faults(page: Page, only: list[str] | None = None) -> list[tuple[str, str]]:
    """The rule and the first element that breaks it, for each rule that is broken."""
    if not page.evaluate("'axe' in window"):  # a page that was looked at in light has it already
        page.evaluate(AXE)
    page.evaluate(SETTLED)
    found = page.evaluate(RUN, only)
    if found:  # a busy machine may still be painting: a fault is what stays
        page.wait_for_timeout(REPAINTED_MS)
        found = page.evaluate(RUN, only)
    return [(rule, element) for rule, element in found]
