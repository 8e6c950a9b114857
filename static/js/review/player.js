import { frameAt, frameNear, seekTimeS } from "review/frames";

/**
 * A <video> that knows its frames. Sends "frame" with the index of the picture that is really on screen
 * (the browser's own media time of the shown frame, where it tells), and "state" on play, pause, speed and loop.
 */
export class Player extends EventTarget {
  #video;
  #timesS;
  #wanted = null;
  #loop = null;
  index = 0;

  constructor(video, timesS) {
    super();
    this.#video = video;
    this.#timesS = timesS;
    video.addEventListener("seeked", () => this.#settle());
    for (const name of ["play", "pause", "ratechange", "ended"]) video.addEventListener(name, () => this.#tellState());
    this.#follow();
  }

  get timeS() {
    return this.#timesS[this.index];
  }

  get frames() {
    return this.#timesS.length;
  }

  get isPlaying() {
    return !this.#video.paused;
  }

  get rate() {
    return this.#video.playbackRate;
  }

  set rate(value) {
    this.#video.playbackRate = value;
  }

  get loop() {
    return this.#loop;
  }

  /** {fromS, toS} plays that span again and again; null lets the clip run on. */
  set loop(span) {
    this.#loop = span;
    if (span) this.showTime(span.fromS);
    this.#tellState();
  }

  toggle() {
    if (this.isPlaying) this.#video.pause();
    else this.#video.play();
  }

  pause() {
    this.#video.pause();
  }

  step(frames) {
    this.pause();
    this.show((this.#wanted ?? this.index) + frames);
  }

  /** Show this very frame. While an older seek is under way the newest wish wins, so no key press is lost. */
  show(index) {
    this.#wanted = Math.min(Math.max(index, 0), this.frames - 1);
    if (!this.#video.seeking) this.#seek();
  }

  showTime(timeS) {
    this.show(frameNear(this.#timesS, timeS));
  }

  #seek() {
    this.#video.currentTime = seekTimeS(this.#timesS, this.#wanted);
  }

  /** A seek has ended. Perhaps the wish has moved on meanwhile; perhaps the browser, busy or in the background, has told
   * of no frame, and never will. */
  #settle() {
    if (this.#wanted === null) return;
    if (frameAt(this.#timesS, this.#video.currentTime) !== this.#wanted) this.#seek();
    else this.#arrive(this.#video.currentTime);
  }

  #follow() {
    if ("requestVideoFrameCallback" in HTMLVideoElement.prototype) {
      const onFrame = (_now, { mediaTime }) => {
        this.#arrive(mediaTime);
        this.#video.requestVideoFrameCallback(onFrame);
      };
      this.#video.requestVideoFrameCallback(onFrame);
    } else {
      for (const name of ["timeupdate", "seeked"]) {
        this.#video.addEventListener(name, () => this.#arrive(this.#video.currentTime));
      }
    }
  }

  #arrive(mediaTimeS) {
    this.index = frameAt(this.#timesS, mediaTimeS);
    if (this.index === this.#wanted || (this.isPlaying && !this.#video.seeking)) this.#wanted = null;
    this.dispatchEvent(new CustomEvent("frame", { detail: this.index }));
    if (this.#loop && this.isPlaying && this.timeS >= this.#loop.toS) this.showTime(this.#loop.fromS);
  }

  #tellState() {
    this.dispatchEvent(new CustomEvent("state"));
  }
}
