// The moving picture follows the cue clock, not its own.
import { cutOf, placeIn, startOf } from "patient/loop_clock";

const MAX_OFF_S = 0.08; // nearer than a viewer sees; setting the time more often only stutters
const RATES = { least: 0.1, most: 4 };

export class LoopPicture {
  constructor(video) {
    this.video = video;
    this.calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  }

  show(exercise) {
    const { video } = this;
    this.exercise = exercise;
    video.poster = exercise.still;
    if (exercise.loop) video.src = exercise.loop;
    else video.removeAttribute("src");
    video.loop = !startOf(exercise);
    video.setAttribute("aria-label", exercise.alt);
    video.addEventListener("loadedmetadata", () => this.pace(), { once: true });
  }

  // Without cuts the picture moves about as fast as the person should.
  pace() {
    const { parts, ways } = this.exercise;
    const repetition_s = parts.reduce((sum, part) => sum + part.seconds, 0) * (ways === 2 ? 4 : 1);
    if (this.video.loop) this.video.playbackRate = Math.min(1.5, Math.max(0.5, this.video.duration / repetition_s));
  }

  // At each tick of the session, in seconds of the session's own clock.
  follow(moment, elapsed_s, speed, isRunning) {
    const { video, exercise } = this;
    if (!video.src || this.calm.matches) return;
    const cut = moment.kind === "work" ? cutOf(exercise, moment) : null;
    if (cut) return this.move(placeIn(cut, moment, elapsed_s), speed, isRunning);
    if (startOf(exercise) !== null) this.stand(startOf(exercise));
    else if (isRunning) video.play().catch(() => {});
    else video.pause();
  }

  move({ at_s, rate }, speed, isRunning) {
    const { video } = this;
    if (video.readyState < 1) return;
    if (!video.seeking && Math.abs(video.currentTime - at_s) > MAX_OFF_S) video.currentTime = at_s;
    video.playbackRate = Math.min(RATES.most, Math.max(RATES.least, rate * speed));
    if (isRunning) video.play().catch(() => {});
    else video.pause();
  }

  stand(at_s) {
    const { video } = this;
    video.pause();
    if (video.readyState >= 1 && !video.seeking && Math.abs(video.currentTime - at_s) > MAX_OFF_S) video.currentTime = at_s;
  }
}
