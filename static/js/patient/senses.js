// Sound, vibration, and a screen that stays on. Each is a help; where the phone has none, nothing breaks.
let audio = null;
let lock = null;

export function beep(pitch) {
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = pitch === "high" ? 880 : 523;
  volume.gain.setValueAtTime(0.15, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.18);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.2);
}

export function vibrate(pitch) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pitch === "high" ? 120 : 40);
}

export async function keepAwake() {
  if (lock || !navigator.wakeLock) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => { lock = null; });
  } catch (refused) {
    if (refused.name !== "NotAllowedError") throw refused;
  }
}

export function letSleep() {
  lock?.release();
  lock = null;
}
