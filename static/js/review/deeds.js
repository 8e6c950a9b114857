import { nextContactS, nextStanceS, previousContactS } from "review/stances";

/** Everything the keys and buttons can do, by the name that buttons carry in data-do. */
export function makeDeeds(bench) {
  return { ...playing(bench), ...looking(bench), ...drawing(bench), ...(bench.loop ? ofTheWalk(bench) : {}) };
}

function playing({ player, part }) {
  return {
    play: () => player.toggle(),
    back: () => player.step(-1),
    forward: () => player.step(1),
    "back-ten": () => player.step(-10),
    "forward-ten": () => player.step(10),
    slower: () => changeSpeed(part("speed"), -1),
    faster: () => changeSpeed(part("speed"), 1),
    help: () => part("help").showModal(),
    full: () => fillScreen(part("stage").closest(".review__player")),
    "go-sign": () => document.querySelector("#sign :is(textarea, a, input:not([type=hidden]))")?.focus(),
  };
}

function looking({ section, overlay, zoom, showFrame }) {
  const say = (name, isOn) => {
    for (const button of section.querySelectorAll(`[data-do="${name}"]`)) button.setAttribute("aria-pressed", isOn);
  };
  const flip = (name, change) => {
    say(name, change());
    showFrame();
  };
  return {
    overlay: () => flip("overlay", () => (overlay.isShown = !overlay.isShown)),
    grid: () => flip("grid", () => (overlay.hasGrid = !overlay.hasGrid)),
    plumb: () => flip("plumb", () => (overlay.hasPlumb = !overlay.hasPlumb)),
    zoom: () => flip("zoom", () => zoom.toggle()),
    sayZoom: () => say("zoom", zoom.isZoomed),
  };
}

function drawing({ annotate }) {
  return {
    "draw-angle": () => annotate.start("angle"),
    "draw-slope": () => annotate.start("slope"),
    "draw-line": () => annotate.start("line"),
    "draw-note": () => annotate.start("note"),
    "draw-undo": () => annotate.undo(),
    "draw-stop": () => annotate.stop(),
  };
}

/** What needs a measured walk. */
function ofTheWalk({ player, stances, loop }) {
  const goTo = (timeS) => {
    if (timeS === undefined) return;
    player.pause();
    player.showTime(timeS);
  };
  return {
    "previous-contact": () => goTo(previousContactS(stances, player.timeS)),
    "next-contact": () => goTo(nextContactS(stances, player.timeS)),
    "next-left": () => goTo(nextStanceS(stances, "left", player.timeS)),
    "next-right": () => goTo(nextStanceS(stances, "right", player.timeS)),
    "loop-previous": () => loop.previous(),
    "loop-next": () => loop.next(),
    "loop-end": () => loop.end(),
  };
}

/** The picture with its controls as large as the screen, and back; nothing on a phone whose browser cannot. */
function fillScreen(element) {
  if (document.fullscreenElement) document.exitFullscreen();
  else element.requestFullscreen?.();
}

function changeSpeed(select, step) {
  const at = Math.min(Math.max(select.selectedIndex + step, 0), select.options.length - 1);
  if (at === select.selectedIndex) return;
  select.selectedIndex = at;
  select.dispatchEvent(new Event("change"));
}
