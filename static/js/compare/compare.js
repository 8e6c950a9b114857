/** <section data-behaviour="compare">: two clips, one gait event, one set of controls. */
import { define } from "behaviours";
import { Film } from "compare/film";
import { contactsOf, Lock } from "compare/lock";
import { frameNear } from "review/frames";
import { Overlay } from "review/overlay";
import { Player } from "review/player";
import { readTrack } from "review/track";

const DEED_OF_KEY = {
  " ": "play",
  ArrowLeft: "back",
  ArrowRight: "forward",
  r: "next-right",
  l: "next-left",
  R: "previous-right",
  L: "previous-left",
  o: "overlay",
  q: "nudge-then-back",
  w: "nudge-then-on",
  i: "nudge-now-back",
  p: "nudge-now-on",
  "0": "no-nudge",
};
const WITH_SHIFT = { ArrowLeft: "back-ten", ArrowRight: "forward-ten" };

define("compare", (section) => start(section).catch((error) => sayTrouble(section, error)));

async function start(section) {
  const clips = await Promise.all([...section.querySelectorAll("[data-clip]")].map(openClip));
  const lock = new Lock(clips.map(({ stances }) => contactsOf(stances)));
  if (!lock.isPossible) throw new Error("No foot has a contact in both clips.");
  const stage = { section, clips, lock, frameS: longestFrameS(clips), playing: null, film: new Film(clips) };
  const deeds = makeDeeds(stage);
  document.addEventListener("keydown", (event) => onKey(event, deeds));
  section.addEventListener("click", ({ target }) => deeds[target.closest("[data-do]")?.dataset.do]?.());
  for (const clip of clips) clip.player.addEventListener("frame", () => drawClip(stage, clip));
  show(stage);
  for (const clip of clips) drawClip(stage, clip);
  section.dataset.isReady = "yes";
}

async function openClip(figure, index) {
  const part = (name) => figure.querySelector(`[data-part="${name}"]`);
  const response = await fetch(figure.dataset.overlayUrl, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status} for the overlay`);
  const track = readTrack(await response.json());
  return {
    index,
    part,
    track,
    stances: JSON.parse(figure.querySelector('script[type="application/json"]').textContent),
    player: new Player(part("video"), track.timesS),
    overlay: new Overlay(part("canvas"), track),
    caption: () => `${figure.dataset.label} · ${part("step").textContent}`,
  };
}

/** The coarser clip sets the step, so that each step shows something new in both. */
function longestFrameS(clips) {
  return Math.max(...clips.map(({ track: { timesS } }) => (timesS.at(-1) - timesS[0]) / Math.max(1, timesS.length - 1)));
}

function makeDeeds(stage) {
  const { section, clips, lock } = stage;
  const step = (frames) => () => {
    stop(stage);
    lock.move((frames * stage.frameS) / lock.shortestStrideS);
    show(stage);
  };
  const contact = (side, direction) => () => {
    stop(stage);
    const isFound = lock.to(side, direction);
    show(stage);
    if (!isFound) say(stage, `No ${direction > 0 ? "later" : "earlier"} ${side} contact in one of the clips.`);
  };
  const nudge = (clip, frames) => () => {
    lock.nudgesS[clip] += frames * stage.frameS;
    show(stage);
  };
  return {
    play: () => (stage.playing ? stop(stage) : play(stage)),
    back: step(-1),
    forward: step(1),
    "back-ten": step(-10),
    "forward-ten": step(10),
    "next-right": contact("right", 1),
    "next-left": contact("left", 1),
    "previous-right": contact("right", -1),
    "previous-left": contact("left", -1),
    "nudge-then-back": nudge(0, -1),
    "nudge-then-on": nudge(0, 1),
    "nudge-now-back": nudge(1, -1),
    "nudge-now-on": nudge(1, 1),
    "no-nudge": () => {
      lock.nudgesS.fill(0);
      show(stage);
    },
    film: () => (stage.film.isRunning ? stop(stage) : film(stage)),
    overlay: () => {
      for (const { overlay } of clips) overlay.isShown = !overlay.isShown;
      section.querySelector('[data-do="overlay"]').setAttribute("aria-pressed", clips[0].overlay.isShown);
      for (const clip of clips) drawClip(stage, clip);
    },
  };
}

/** Both clips to the shared instant; the words follow with the pictures. */
function show(stage) {
  for (const { player, index, track } of stage.clips) player.show(frameNear(track.timesS, stage.lock.timeS(index)));
  const { side, strides } = stage.lock.where;
  const after = Math.round(strides * 100);
  say(stage, `Locked to the ${side} contact${after ? `, ${after < 0 ? "−" : "+"}${Math.abs(after)} % of the stride` : ""}`);
}

function drawClip(stage, { index, part, player, overlay, stances }) {
  overlay.draw(player.index);
  const { side, numbers } = stage.lock.where;
  const own = stances.filter((each) => each.side === side);
  const stance = own[numbers[index] - 1];
  const drop = stance?.peak_drop_deg;
  const nudge = Math.round(stage.lock.nudgesS[index] / stage.frameS);
  part("step").textContent = [
    `${side} contact ${numbers[index]} of ${own.length}`,
    stance && !stance.used ? "left out" : "",
    drop === null || drop === undefined ? "" : `drop of this stance ${degrees(drop)}`,
    nudge ? `nudged ${nudge > 0 ? "+" : "−"}${Math.abs(nudge)}` : "",
  ].filter(Boolean).join(" · ");
  part("clock").textContent = `${player.timeS.toFixed(2)} s`;
}

function degrees(value) {
  return `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(1)}°`;
}

/** One clock drives both, so they cannot drift apart. Ends with the clip that ends first. */
function play(stage) {
  let before = performance.now();
  const speed = Number(stage.section.querySelector('[data-part="speed"]').value);
  const tick = (now) => {
    stage.lock.move((((now - before) / 1000) * speed) / stage.lock.shortestStrideS);
    before = now;
    show(stage);
    const isOver = stage.clips.some(({ track, index }) => stage.lock.timeS(index) >= track.timesS.at(-1));
    if (isOver) stop(stage);
    else stage.playing = requestAnimationFrame(tick);
  };
  stage.playing = requestAnimationFrame(tick);
  tellState(stage);
}

/** A film of what is played from here on; it ends with the shorter clip, or where somebody stops it. */
function film(stage) {
  stop(stage);
  stage.film.start();
  play(stage);
}

function stop(stage) {
  if (stage.playing) cancelAnimationFrame(stage.playing);
  stage.playing = null;
  if (stage.film.isRunning) stage.film.end();
  tellState(stage);
}

function tellState({ section, playing, film: recorded }) {
  section.querySelector('[data-do="film"]').setAttribute("aria-pressed", recorded.isRunning);
  const button = section.querySelector('[data-do="play"]');
  button.dataset.state = playing ? "playing" : "paused";
  button.setAttribute("aria-label", playing ? "Pause" : "Play both");
}

function say({ section }, words) {
  section.querySelector('[data-part="lock"]').textContent = words;
}

function onKey(event, deeds) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target, key } = event;
  if (target.closest("textarea, select, input, [contenteditable]")) return;
  if (key === " " && target.closest("button, summary, a") && target.matches(":focus-visible")) return;
  const deed = (event.shiftKey && WITH_SHIFT[key]) || DEED_OF_KEY[named(event)];
  if (!deed) return;
  event.preventDefault();
  deeds[deed]();
}

/** Letters by Shift alone, whatever Caps Lock says. */
function named({ key, shiftKey }) {
  if (key.length > 1) return key;
  return shiftKey ? key.toUpperCase() : key.toLowerCase();
}

/** Each clip still plays by its own controls; the words say what is missing. */
function sayTrouble(section, error) {
  for (const video of section.querySelectorAll("video")) video.controls = true;
  section.querySelector('[data-part="trouble"]').hidden = false;
  throw error;
}
