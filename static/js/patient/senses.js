// Sound, speech, vibration, and a screen that stays on. Each is a help; where the phone has none, nothing breaks.
const PITCHES_HZ = { up: 880, hold: 660, down: 523, rest: 392, tick: 1047 };
const TONE_S = 0.18;
const VOLUME = 0.15;
let audio = null;
let lock = null;
let isAwakeWanted = false;

// In the tap itself: phones refuse sound that a timer begins, and go on with what a tap began.
export function wakeSound() {
  if (globalThis.AudioContext) audio ??= new AudioContext();
  audio?.resume?.();
  if (!canSpeak()) return;
  const silence = new SpeechSynthesisUtterance(" ");
  silence.volume = 0;
  speechSynthesis.speak(silence);
}

export function beep(name) {
  if (!audio) return;
  if (audio.state !== "running") audio.resume();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = PITCHES_HZ[name];
  volume.gain.setValueAtTime(VOLUME, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + TONE_S);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + TONE_S);
}

export function canSpeak() {
  return Boolean(globalThis.speechSynthesis && globalThis.SpeechSynthesisUtterance);
}

// In the page's language. What is not said yet gives way: the clock does not wait for it.
export function say(words) {
  if (!canSpeak() || !words) return;
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.lang = document.documentElement.lang;
  speechSynthesis.cancel();
  speechSynthesis.speak(spoken);
}

export function hush() {
  if (canSpeak()) speechSynthesis.cancel();
}

export function vibrate(name) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(name === "up" ? 120 : 40);
}

export async function keepAwake() {
  isAwakeWanted = true;
  if (lock || !navigator.wakeLock || document.hidden) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => { lock = null; });
    if (!isAwakeWanted) letSleep();
  } catch (refused) {
    if (refused.name !== "NotAllowedError") throw refused;
  }
}

export function letSleep() {
  isAwakeWanted = false;
  lock?.release();
  lock = null;
}

// A call or another page takes the lock away; back here it is taken anew.
document.addEventListener("visibilitychange", () => { if (!document.hidden && isAwakeWanted) keepAwake(); });
