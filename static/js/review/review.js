/** <section data-behaviour="review">: the video, its overlay and its curve, moving as one. */
import { define } from "behaviours";
import { Curve } from "review/curve";
import { listenToKeys } from "review/keys";
import { Marking } from "review/marking";
import { Overlay } from "review/overlay";
import { Player } from "review/player";
import { Readout } from "review/readout";
import { StrideLoop } from "review/stride_loop";
import { readTrack } from "review/track";
import { Zoom } from "review/zoom";
import { nextContactS, nextStanceS, previousContactS } from "review/stances";

const TAP_PX = 6;

define("review", (section) => start(section).catch((error) => sayTrouble(section, error)));

async function start(section) {
  const part = (name) => section.querySelector(`[data-part="${name}"]`);
  const { stances, isMeasured } = JSON.parse(section.querySelector('script[type="application/json"]').textContent);
  const [track, series] = await Promise.all([
    fetchJson(section.dataset.overlayUrl).then(readTrack),
    fetchJson(section.dataset.seriesUrl),
  ]);
  const video = part("video");
  const player = new Player(video, track.timesS);
  const overlay = new Overlay(part("canvas"), track);
  const zoom = new Zoom(part("stage"), part("picture"), track);
  const readout = new Readout(part, { track, series, stances, isMeasured });
  const loop = new StrideLoop(player, stances);
  const curve = new Curve(part("curve"), {
    series,
    stances,
    isMeasured,
    onPick: (timeS) => pick(player, timeS),
    onHover: (stance) => readout.showStance(stance),
  });

  const showFrame = () => {
    overlay.draw(player.index);
    zoom.follow(player.index);
    curve.showNow(player.timeS);
    readout.showFrame(player);
  };
  player.addEventListener("frame", showFrame);
  player.addEventListener("state", () => readout.showState(player));
  const marking = new Marking(part, { player, overlay, zoom, track, stances, redraw: showFrame });
  const deeds = makeDeeds({ section, part, player, overlay, zoom, loop, marking, stances, redraw: showFrame });
  listenToKeys(section, deeds);
  listenToControls(section, part, player, deeds);
  offerLines(part, track, showFrame);
  onTap(part("stage"), (event) => (marking.isActive ? marking.tap(event) : deeds.play()));
  showFrame();
  readout.showState(player);
  section.dataset.isReady = "yes";
}

/** Everything the keys and buttons can do, by the name that buttons carry in data-do. */
function makeDeeds({ section, part, player, overlay, zoom, loop, marking, stances, redraw }) {
  const goTo = (timeS) => {
    if (timeS === undefined) return;
    player.pause();
    player.showTime(timeS);
  };
  const flip = (name, change) => {
    const isOn = change();
    for (const button of section.querySelectorAll(`[data-do="${name}"]`)) button.setAttribute("aria-pressed", isOn);
    redraw();
  };
  return {
    play: () => player.toggle(),
    back: () => player.step(-1),
    forward: () => player.step(1),
    "back-ten": () => player.step(-10),
    "forward-ten": () => player.step(10),
    "previous-contact": () => goTo(previousContactS(stances, player.timeS)),
    "next-contact": () => goTo(nextContactS(stances, player.timeS)),
    "next-left": () => goTo(nextStanceS(stances, "left", player.timeS)),
    "next-right": () => goTo(nextStanceS(stances, "right", player.timeS)),
    "loop-previous": () => loop.previous(),
    "loop-next": () => loop.next(),
    "loop-end": () => loop.end(),
    overlay: () => flip("overlay", () => (overlay.isShown = !overlay.isShown)),
    grid: () => flip("grid", () => (overlay.hasGrid = !overlay.hasGrid)),
    zoom: () => flip("zoom", () => zoom.toggle()),
    "mark-pelvis": () => marking.startPelvis(),
    "mark-level": () => marking.startLevel(),
    "mark-previous": () => marking.previous(),
    "mark-next": () => marking.next(),
    "mark-stop": () => marking.stop(),
    help: () => part("help").showModal(),
  };
}

/** Where several ways of reading the pelvis left a line, each can be looked at; the numbers stay those of the chosen. */
function offerLines(part, track, redraw) {
  const chosen = track.source;
  const options = track.sources.map((each) => new Option(`line: ${each}`, each, each === chosen, each === chosen));
  part("line").replaceChildren(...options);
  part("line").addEventListener("change", (event) => {
    track.source = event.target.value;
    redraw();
  });
  part("line-choice").hidden = track.sources.length < 2;
}

function listenToControls(section, part, player, deeds) {
  section.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do], [data-at]");
    if (button?.dataset.at) pick(player, Number(button.dataset.at));
    else if (button) deeds[button.dataset.do]();
  });
  part("speed").addEventListener("change", (event) => (player.rate = Number(event.target.value)));
  part("scrubber").max = player.frames - 1;
  part("scrubber").addEventListener("input", (event) => {
    player.pause();
    player.show(Number(event.target.value));
  });
}

/** A press that does not move: a drag pans the zoomed picture instead. */
function onTap(element, deed) {
  let pressed = [0, 0];
  element.addEventListener("pointerdown", (event) => (pressed = [event.clientX, event.clientY]));
  element.addEventListener("click", (event) => {
    if (Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) < TAP_PX) deed(event);
  });
}

function pick(player, timeS) {
  player.pause();
  player.showTime(timeS);
}

async function fetchJson(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status} for ${new URL(response.url).pathname}`);
  return response.json();
}

/** The clip still plays with the browser's own controls; the words say what is missing. */
function sayTrouble(section, error) {
  section.querySelector('[data-part="video"]').controls = true;
  section.querySelector('[data-part="trouble"]').hidden = false;
  throw error;
}
