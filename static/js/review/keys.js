/** The keyboard of the review: one key, one deed. Quiet while somebody types, and it can be switched off. */

const DEED_OF_KEY = {
  " ": "play",
  ArrowLeft: "back",
  ArrowRight: "forward",
  ",": "previous-contact",
  ".": "next-contact",
  l: "next-left",
  r: "next-right",
  "[": "loop-previous",
  "]": "loop-next",
  Escape: "escape",
  o: "overlay",
  g: "grid",
  p: "plumb",
  z: "zoom",
  f: "full",
  "-": "slower",
  "+": "faster",
  "=": "faster",
  a: "draw-angle",
  h: "draw-slope",
  d: "draw-line",
  n: "draw-note",
  s: "go-sign",
  "?": "help",
};
const WITH_SHIFT = { ArrowLeft: "back-ten", ArrowRight: "forward-ten" };
const SWITCH = "review-keys";

export function listenToKeys(section, deeds) {
  const toggle = section.querySelector('[data-part="keys-on"]');
  toggle.checked = localStorage.getItem(SWITCH) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(SWITCH, toggle.checked ? "on" : "off"));
  const stop = new AbortController();
  const onKey = (event) => {
    if (!section.isConnected) return stop.abort();
    const deed = deedOf(event);
    if (!deeds[deed] || !toggle.checked || isElsewhere(event)) return undefined;
    event.preventDefault();
    return deeds[deed]();
  };
  document.addEventListener("keydown", onKey, { signal: stop.signal });
}

function deedOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.shiftKey && WITH_SHIFT[event.key]) return WITH_SHIFT[event.key];
  return DEED_OF_KEY[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

/** True where the key already means something: in a text, a list, an open dialog, or on a button or choice. */
function isElsewhere({ target, key }) {
  if (document.querySelector("dialog[open]")) return true;
  if (target.closest("textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])")) return true;
  if (key.startsWith("Arrow") && target.closest("[type=radio]")) return true;
  return key === " " && target.closest("button, summary, a, input") !== null && target.matches(":focus-visible");
}
