// When a metronome sounds. Pure: no page, no clock.

/** Seconds of the beats from from_s (with it) up to to_s (without it); none after the sound has faded. */
export function beatTimes(spm, from_s, to_s, sound_s) {
  const step_s = 60 / spm;
  const times = [];
  for (let beat = Math.ceil(from_s / step_s - 1e-9); beat * step_s < Math.min(to_s, sound_s) - 1e-9; beat += 1) {
    times.push(beat * step_s);
  }
  return times;
}

export function clockOf(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
