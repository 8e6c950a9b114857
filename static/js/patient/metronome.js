// The beat of a running session: sounds for its first minutes, keeps the time until the end.
import { beatTimes, clockOf } from "patient/beats";
import { keepAwake, letSleep } from "patient/senses";

const AHEAD_S = 0.2;
const TICK_MS = 50;
const CLICK_S = 0.03;
const VOLUME = 0.3;

for (const box of document.querySelectorAll("[data-metronome]")) start(box);

function start(box) {
  const run_s = Number(box.dataset.runMin) * 60;
  const sound_s = Number(box.dataset.soundMin) * 60;
  const spm = Number(box.dataset.spm);
  const button = box.querySelector('[data-part="start"]');
  const state = { audio: null, since_s: 0, before_s: 0, planned_s: 0, timer: 0 };
  button.hidden = false;
  button.addEventListener("click", () => (state.timer ? pause() : play()));

  async function play() {
    state.audio ??= new AudioContext();
    await state.audio.resume();
    state.since_s = state.audio.currentTime;
    state.planned_s = state.before_s;
    state.timer = setInterval(tick, TICK_MS);
    show();
    keepAwake();
  }

  function pause() {
    clearInterval(state.timer);
    state.timer = 0;
    state.before_s = elapsed_s();
    state.audio.suspend();
    show();
    letSleep();
  }

  function elapsed_s() {
    return state.before_s + (state.timer ? state.audio.currentTime - state.since_s : 0);
  }

  function tick() {
    const now_s = elapsed_s();
    for (const time_s of beatTimes(spm, state.planned_s, now_s + AHEAD_S, sound_s)) {
      click(state.since_s + time_s - state.before_s);
    }
    state.planned_s = now_s + AHEAD_S;
    box.querySelector('[data-part="clock"]').textContent = clockOf(Math.min(now_s, run_s));
    if (now_s >= run_s) pause();
  }

  function click(at_s) {
    const tone = state.audio.createOscillator();
    const volume = state.audio.createGain();
    tone.frequency.value = 880;
    volume.gain.value = VOLUME;
    tone.connect(volume).connect(state.audio.destination);
    tone.start(Math.max(at_s, state.audio.currentTime));
    tone.stop(Math.max(at_s, state.audio.currentTime) + CLICK_S);
  }

  function show() {
    button.querySelector('[data-when="paused"]').hidden = Boolean(state.timer);
    button.querySelector('[data-when="playing"]').hidden = !state.timer;
  }
}
