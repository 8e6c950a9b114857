/** A correction loads the page anew; the therapist stays where they were: same frame, same open parts, same scroll. */

const KEY = "review-place";
const LATEST_MS = 60_000;

export function keepPlace({ section, player }, steps) {
  const page = section.closest("#result") ?? section;
  page.addEventListener("submit", (event) => {
    if (event.target.dataset.keepsPlace === undefined) return;
    const opened = [...page.querySelectorAll("details[id][open]")].map((each) => each.id);
    const place = { path: location.pathname, at: Date.now(), timeS: player.timeS, opened, scrollY, steps: steps?.isOpen };
    sessionStorage.setItem(KEY, JSON.stringify(place));
    section.setAttribute("aria-busy", "true");
  });
}

export function comeBack({ section, player }, steps) {
  const place = JSON.parse(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  if (!place || place.path !== location.pathname || Date.now() - place.at > LATEST_MS) return;
  player.showTime(place.timeS);
  if (place.steps) steps?.open();
  for (const id of place.opened) section.ownerDocument.getElementById(id)?.setAttribute("open", "");
  scrollTo({ top: place.scrollY, behavior: "instant" });
}
