/** <section data-behaviour="review">: the video with its overlay, its curve and the tools, moving as one. */
import { define } from "behaviours";
import { Annotate } from "review/annotate";
import { correct } from "review/correct";
import { Curve } from "review/curve";
import { offerCurves } from "review/curve_choice";
import { fillWhenOpened } from "review/curve_table";
import { CyclePlayhead } from "review/cycle_playhead";
import { makeDeeds } from "review/deeds";
import { listenToKeys } from "review/keys";
import { Overlay } from "review/overlay";
import { Player } from "review/player";
import { Readout } from "review/readout";
import { scrubByDrag } from "review/scrub";
import { StrideLoop } from "review/stride_loop";
import { bareTrack, readTrack } from "review/track";
import { carryWords } from "review/typed_words";
import "review/verdict_strip";
import { Zoom } from "review/zoom";

const TAP_PX = 6;

carryWords(document.querySelector("main"));
define("review", (section) => start(section).catch((error) => sayTrouble(section, error)));

/** Clockwise in the picture, from degrees that are positive where the patient's right side is lower. */
function radiansInPicture(track, deg) {
  return (track.rightward() * (deg ?? 0) * Math.PI) / 180;
}

/** A clip that could not be measured has neither overlay nor curve: then there are the player and the tools. */
async function start(section) {
  const part = (name) => section.querySelector(`[data-part="${name}"]`);
  const facts = JSON.parse(section.querySelector('script[type="application/json"]').textContent);
  const { overlayUrl, seriesUrl } = section.dataset;
  const [track, series] = await Promise.all([
    overlayUrl ? fetchJson(overlayUrl).then(readTrack) : bareTrack(facts.frames),
    seriesUrl ? fetchJson(seriesUrl) : null,
  ]);
  const player = new Player(part("video"), track.timesS);
  const overlay = new Overlay(part("canvas"), track);
  overlay.levelRad = radiansInPicture(track, facts.rollDeg);
  track.levelDeg = track.rightward() * (facts.rollDeg ?? 0);
  overlay.zeroRad = radiansInPicture(track, facts.zeroDeg);
  const readout = new Readout(part, { track, series, ...facts });
  const followers = [];
  const showFrame = () => {
    overlay.draw(player.index);
    zoom.follow(player.index);
    readout.showFrame(player);
    for (const follower of followers) follower.showNow(player.timeS);
  };
  const deeds = {};
  const zoom = new Zoom(part("stage"), part("picture"), track, () => {
    deeds.sayZoom();
    showFrame();
  });
  const annotate = new Annotate(part, { player, overlay, track, redraw: showFrame });
  const tools = [annotate];
  const bench = { section, part, player, overlay, zoom, readout, track, series, annotate, showFrame, ...facts };
  if (series) {
    const curves = addCurves(bench);
    Object.assign(bench, { curve: curves[0], loop: new StrideLoop(player, facts.stances) });
    followers.push(...curves);
    offerLines(part, track, facts.lineNames, showFrame);
  }
  Object.assign(deeds, makeDeeds(bench), correct(bench));
  player.addEventListener("frame", showFrame);
  player.addEventListener("state", () => readout.showState(player));
  listenToKeys(section, deeds);
  section.addEventListener("keydown", (event) => annotate.onKey(event), { capture: true });
  listenToControls(section, part, player, deeds);
  listenToWaysIn(deeds);
  listenToPicture(part, { player, overlay, zoom, track, tools, deeds, showFrame });
  showFrame();
  readout.showState(player);
  section.dataset.isReady = "yes";
}

/** What shows the run over time; each follows the video, and each leads it where somebody points. */
function addCurves({ section, part, player, readout, series, stances, isMeasured, showFrame }) {
  const onPick = (timeS) => pick(player, timeS);
  const curve = new Curve(part("curve"), { series, stances, isMeasured, onPick });
  offerCurves(part, series, (name) => {
    readout.curve = name;
    curve.show(name);
    showFrame();
  });
  fillWhenOpened(part("curve-table"), { series, stances, isMeasured });
  return [curve, new CyclePlayhead(section, { player, stances, onPick })];
}

/** Where several ways of reading the pelvis left a line, each can be looked at; the numbers stay those of the chosen. */
function offerLines(part, track, names, redraw) {
  const chosen = track.source;
  const found = track.sources.filter((each) => track.hasLine(each));
  const options = found.map((each) => new Option(`line: ${names[each]}`, each, each === chosen, each === chosen));
  part("line").replaceChildren(...options);
  part("line").addEventListener("change", (event) => {
    track.source = event.target.value;
    redraw();
  });
  part("line-choice").hidden = found.length < 2;
}

function listenToControls(section, part, player, deeds) {
  section.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do], [data-at]");
    if (button?.dataset.at) pick(player, Number(button.dataset.at));
    else if (button) deeds[button.dataset.do]();
    if (event.detail && button && document.activeElement === button) part("stage").focus({ preventScroll: true });
  });
  part("speed").addEventListener("change", (event) => (player.rate = Number(event.target.value)));
  part("scrubber").max = player.frames - 1;
  part("scrubber").addEventListener("input", (event) => {
    player.pause();
    player.show(Number(event.target.value));
  });
}

/** Links beside a verdict that lead to a tool of the review: without it they lead to the video. */
function listenToWaysIn(deeds) {
  for (const link of document.querySelectorAll("[data-starts]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      deeds[link.dataset.starts]();
    });
  }
}

/** A press is the active tool's, else it plays; a drag leads through the frames, or pans what is close. */
function listenToPicture(part, { player, overlay, zoom, track, tools, deeds, showFrame }) {
  const stage = part("stage");
  const active = () => tools.find((tool) => tool.isActive);
  onTap(stage, (event) => (active() ? active().tap(event) : deeds.play()));
  scrubByDrag(stage, player, zoom, () => active() !== undefined);
  stage.addEventListener("pointermove", (event) => {
    if (!overlay.hasPlumb || track.pelvisCentre(player.index)) return;
    const box = part("video").getBoundingClientRect();
    overlay.plumbX = ((event.clientX - box.left) / box.width) * track.widthPx;
    showFrame();
  });
}

/** A press that does not move: a drag does other things. */
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
