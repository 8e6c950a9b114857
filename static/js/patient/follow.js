// Follow along: shows each moment of the session, counts it down, and asks two questions after every exercise.
import { noteTap, sendWaiting } from "patient/log_queue";
import { LoopPicture } from "patient/loop_picture";
import { beep, canSpeak, hush, keepAwake, letSleep, say, vibrate, wakeSound } from "patient/senses";
import { cueAt, fill, spokenAt, toneAt, wordOf } from "patient/spoken";
import { lastStop, nextStop, questionsAfter, secondsLeft, timelineOf } from "patient/timeline";

const TICK_MS = 100;
const MAX_SPOKEN_SPEED = 2;
const KEYS = {
  " ": "pause", MediaPlayPause: "pause",
  ArrowRight: "next", PageDown: "next", MediaTrackNext: "next",
  ArrowLeft: "back", PageUp: "back", MediaTrackPrevious: "back",
};
const player = document.getElementById("player");
const words = JSON.parse(document.getElementById("follow-words").textContent);
const session = JSON.parse(document.getElementById("follow-session").textContent);
const timeline = timelineOf(session);
const speed = Math.min(100, Number(new URLSearchParams(location.search).get("speed")) || 1);
const find = (name) => player.querySelector(`[data-part="${name}"]`);
const state = { position: 0, elapsed_s: 0, isRunning: false, ticked_ms: 0, shown: -1 };

player.hidden = false;
document.getElementById("follow-plain").hidden = true;
find("start").addEventListener("click", begin);
find("pause").addEventListener("click", () => (state.isRunning ? pause() : resume()));
find("next").addEventListener("click", () => goTo(nextStop(timeline, state.position)));
find("back").addEventListener("click", () => goTo(lastStop(timeline, state.position)));
find("skip").addEventListener("click", skip);
find("questions").addEventListener("click", answer);
for (const name of ["sound", "voice"]) find(name).addEventListener("click", () => toggle(name));
find("voice").hidden = !canSpeak();
const picture = new LoopPicture(find("loop"));
document.addEventListener("keydown", onKey);
listenToHeadphones();
document.addEventListener("visibilitychange", () => { if (document.hidden) halt(); });
setInterval(tick, TICK_MS);
show();

function toggle(name) {
  const isOn = !isPressed(name);
  find(name).setAttribute("aria-pressed", String(isOn));
  if (name === "voice" && !isOn) hush();
}

function isPressed(name) {
  return find(name).getAttribute("aria-pressed") === "true";
}

function begin() {
  wakeSound();
  find("intro").hidden = true;
  find("stage").hidden = false;
  if (player.requestFullscreen) player.requestFullscreen().catch(() => {});
  resume();
}

function resume() {
  state.isRunning = true;
  state.ticked_ms = performance.now();
  find("pause").textContent = words.pause;
  player.dataset.running = "yes";
  keepAwake();
  announce();
}

function pause() {
  halt();
  letSleep();
}

// As pause, for the time of a call: the screen stays on again afterwards.
function halt() {
  if (!state.isRunning) return;
  state.isRunning = false;
  find("pause").textContent = words.resume;
  delete player.dataset.running;
  hush();
  followPicture();
}

function followPicture() {
  picture.follow(timeline[state.position], state.elapsed_s, speed, state.isRunning);
}

function tick() {
  const now_ms = performance.now();
  const moment = timeline[state.position];
  if (!state.isRunning || moment.kind === "log") {
    state.ticked_ms = now_ms;
    return;
  }
  const before_s = moment.seconds - state.elapsed_s;
  state.elapsed_s += ((now_ms - state.ticked_ms) / 1000) * speed;
  state.ticked_ms = now_ms;
  const after_s = moment.seconds - state.elapsed_s;
  if (moment.kind !== "work" && Math.ceil(after_s) < Math.ceil(before_s) && after_s > 0 && after_s <= 3) signal("tick");
  if (after_s <= 0) advance();
  else showClock();
  followPicture();
}

// Time that ran over belongs to the next moment, so that a slow phone does not stretch the session.
function advance() {
  while (timeline[state.position].kind !== "log" && state.elapsed_s >= timeline[state.position].seconds) {
    state.elapsed_s -= timeline[state.position].seconds;
    state.position += 1;
  }
  show();
}

// Leave this exercise out: straight to the reasons.
function skip() {
  pause();
  goTo(questionsAfter(timeline, state.position));
  const reasons = player.querySelector('[data-question="pain"] details');
  reasons.open = true;
  reasons.querySelector("button").focus();
}

function goTo(position) {
  state.position = position;
  state.elapsed_s = 0;
  show();
}

function show() {
  const moment = timeline[state.position];
  const exercise = session[moment.exercise];
  if (state.shown !== moment.exercise) showExercise(exercise, moment.exercise);
  find("stage").dataset.kind = moment.kind;
  find("questions").hidden = moment.kind !== "log";
  find("controls").hidden = moment.kind === "log";
  if (moment.kind === "log") return ask("pain");
  const set = exercise.sets[moment.set];
  find("side").textContent = set.cue;
  find("loop").classList.toggle("is-mirrored", mirrors(exercise, set));
  find("count").textContent = countOf(exercise, moment);
  find("word").textContent = wordOf(words, moment);
  find("cue").textContent = cueAt(exercise, moment);
  announce();
  showClock();
  followPicture();
}

// A tone at each change, and the word for whoever does not look.
function announce() {
  const moment = timeline[state.position];
  if (!state.isRunning || moment.kind === "log") return;
  signal(toneAt(moment));
  if (isPressed("voice") && speed <= MAX_SPOKEN_SPEED) say(spokenAt(words, session[moment.exercise], moment));
}

function showExercise(exercise, index) {
  state.shown = index;
  find("name").textContent = exercise.name;
  find("needs").textContent = exercise.needs.join(", ");
  picture.show(exercise);
}

function mirrors(exercise, set) {
  return set.side === "both" ? !exercise.works_left : set.side === "right";
}

function countOf(exercise, moment) {
  if (moment.kind !== "work") return fill(words.set, { set: moment.set + 1, sets: exercise.sets.length });
  const way = exercise.ways === 2 ? ` · ${moment.way === 1 ? words.one_way : words.other_way}` : "";
  return fill(words.repetition, { repetition: moment.repetition, repetitions: exercise.reps }) + way;
}

function showClock() {
  const moment = timeline[state.position];
  const left_s = Math.max(0, Math.ceil(moment.seconds - state.elapsed_s));
  find("clock").textContent = left_s;
  find("ring").style.setProperty("--turn", String(1 - state.elapsed_s / Math.max(moment.seconds, 0.1)));
  find("left").textContent = fill(words.minutes_left, {
    minutes: Math.ceil(secondsLeft(timeline, state.position, state.elapsed_s) / 60),
  });
}

function ask(question) {
  letSleep();
  for (const part of player.querySelectorAll("[data-question]")) part.hidden = part.dataset.question !== question;
  player.querySelector('[data-question="pain"] details').open = false;
  player.querySelector(`[data-question="${question}"] button`).focus();
}

async function answer(event) {
  const button = event.target.closest("button[data-tap]");
  if (!button) return;
  const item = session[timeline[state.position].exercise].item;
  if (button.dataset.tap === "pain") {
    noteTap(item, "done");
    noteTap(item, "pain", button.value);
    if (Number(button.value) > 5) return ask("stop");
    return ask("effort");
  }
  if (button.dataset.tap === "effort") {
    noteTap(item, "effort", button.value);
    return ask("level");
  }
  if (["skip", "level"].includes(button.dataset.tap)) noteTap(item, button.dataset.tap, button.value);
  await sendWaiting();
  moveOn();
}

function moveOn() {
  if (state.position + 1 >= timeline.length) return finish();
  find("questions").hidden = true;
  goTo(state.position + 1);
  resume();
}

function finish() {
  pause();
  find("stage").hidden = true;
  find("end").hidden = false;
  document.dispatchEvent(new Event("plan-log"));
  if (document.fullscreenElement) document.exitFullscreen();
  find("end").querySelector("a").focus();
}

function signal(tone) {
  if (!state.isRunning) return;
  if (isPressed("sound")) beep(tone);
  vibrate(tone);
}

// The buttons of headphones and lock screens.
function listenToHeadphones() {
  /** @type {[MediaSessionAction, string][]} */
  const deeds = [["play", "pause"], ["pause", "pause"], ["nexttrack", "next"], ["previoustrack", "back"]];
  for (const [action, deed] of deeds) {
    navigator.mediaSession?.setActionHandler(action, () => !find("controls").hidden && find(deed).click());
  }
}

// Space pauses, arrows move: also what the remote of a television or a presenter sends.
function onKey(event) {
  if (find("stage").hidden || event.target.closest("button, a, input")?.matches("[data-tap]")) return;
  const deed = KEYS[event.key];
  if (!deed || find("controls").hidden) return;
  event.preventDefault();
  find(deed).click();
}
