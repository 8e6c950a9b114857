// Which question follows which tap, the same for every way to log. Pure: no page, no clock.
const RED_FROM = 6;

// taps: of one exercise on one day, oldest first. Says what is asked next ("done" is the button itself), and how the
// exercise stands: "", "done" or "skipped".
export function standingOf(taps) {
  let standing = { next: "done", state: "" };
  for (const { tap, value } of taps) standing = after(standing, tap, value);
  return standing;
}

function after(standing, tap, value) {
  switch (tap) {
    case "undo": return { next: "done", state: "" };
    case "skip": return { next: "noted", state: "skipped" };
    case "done": return { next: "pain", state: "done" };
    case "pain": return { next: Number(value) >= RED_FROM ? "stop" : "effort", state: "done" };
    case "effort": return { next: "level", state: "done" };
    case "level": return { next: "noted", state: "done" };
    default: return standing;
  }
}
