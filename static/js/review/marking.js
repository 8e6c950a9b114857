import { SIDE_LETTER, showAtS } from "review/stances";

const FRAMES_A_SIDE = 4;
const PELVIS_STEPS = ["left", "right"];

/**
 * Points set by hand on the picture: two of the pelvis in each of a few chosen frames, or two along a level edge.
 * The panel says what to point at next; its form takes the points to the server.
 */
export class Marking {
  #part;
  #player;
  #overlay;
  #zoom;
  #track;
  #redraw;
  #timesS;
  #job = null;

  constructor(part, { player, overlay, zoom, track, stances, redraw }) {
    this.#part = part;
    this.#player = player;
    this.#overlay = overlay;
    this.#zoom = zoom;
    this.#track = track;
    this.#redraw = redraw;
    this.#timesS = framesToMark(stances, track);
  }

  get isActive() {
    return this.#job !== null;
  }

  startPelvis() {
    this.#begin({ kind: "clicks", at: 0, frames: this.#timesS.map((timeS) => ({ timeS, points: [] })) });
    this.#showFrame();
  }

  startLevel() {
    this.#begin({ kind: "level", points: [] });
    this.#say();
  }

  stop() {
    if (!this.#job) return;
    this.#part(`${this.#job.kind}-panel`).hidden = true;
    this.#part("stage").classList.remove("stage--marking");
    this.#job = null;
    this.#overlay.marks = null;
    this.#zoom.leavePelvis();
    this.#redraw();
  }

  /** A point on the picture: the next one wanted; a third begins this frame anew. */
  tap(event) {
    const box = this.#part("video").getBoundingClientRect();
    const point = [
      ((event.clientX - box.left) / box.width) * this.#track.widthPx,
      ((event.clientY - box.top) / box.height) * this.#track.heightPx,
    ];
    const holder = this.#holder();
    if (holder.points.length === 2) holder.points = [];
    holder.points.push(point);
    if (this.#job.kind === "clicks" && holder.points.length === 2) this.next();
    else this.#say();
  }

  next() {
    this.#go(1);
  }

  previous() {
    this.#go(-1);
  }

  #begin(job) {
    this.stop();
    this.#player.pause();
    this.#job = job;
    this.#part(`${job.kind}-panel`).hidden = false;
    this.#part("stage").classList.add("stage--marking");
    this.#part("marking").scrollIntoView({ block: "start" });
  }

  #holder() {
    return this.#job.kind === "level" ? this.#job : this.#job.frames[this.#job.at];
  }

  #go(step) {
    this.#job.at = Math.min(Math.max(this.#job.at + step, 0), this.#job.frames.length - 1);
    this.#showFrame();
  }

  #showFrame() {
    this.#zoom.enterPelvis();
    this.#player.showTime(this.#holder().timeS);
    this.#say();
  }

  #say() {
    const { points } = this.#holder();
    if (this.#job.kind === "level") this.#sayLevel(points);
    else this.#sayPelvis(points);
    this.#redraw();
  }

  #sayPelvis(points) {
    const { at, frames } = this.#job;
    const whole = frames.filter((each) => each.points.length === 2);
    const wanted = PELVIS_STEPS[points.length % 2];
    this.#overlay.marks = points.map((xy, index) => ({ xy, letter: SIDE_LETTER[PELVIS_STEPS[index]], side: PELVIS_STEPS[index] }));
    this.#part("clicks-say").textContent = `Picture ${at + 1} of ${frames.length}: ${
      points.length === 2 ? "marked. Point again to change it." : `point at the patient's ${wanted} side.`
    } ${whole.length} marked so far.`;
    this.#part("clicks-frames").value = JSON.stringify(
      whole.map(({ timeS, points: [left, right] }) => ({ time_s: timeS, left_xy_px: left, right_xy_px: right })),
    );
    this.#part("clicks-send").disabled = whole.length === 0;
  }

  #sayLevel(points) {
    this.#overlay.marks = points.map((xy) => ({ xy, letter: "", side: "right" }));
    const isWhole = points.length === 2;
    this.#part("level-say").textContent = isWhole
      ? "Take this line as level, or point again."
      : `Point at the ${points.length ? "other" : "one"} end of something level: a treadmill bar, a skirting board, a window sill.`;
    this.#part("level-roll").value = isWhole ? rollDeg(points, this.#track.rightward()).toFixed(2) : "";
    this.#part("level-send").disabled = !isWhole;
  }
}

/** Mid-stance of a few steps of each side, spread over the walk, as times of frames. */
function framesToMark(stances, track) {
  const spread = (own) => own.filter((_, index) => index % Math.ceil(own.length / FRAMES_A_SIDE) === 0);
  const chosen = ["left", "right"].flatMap((side) => spread(stances.filter((each) => each.side === side)).slice(0, FRAMES_A_SIDE));
  const timesS = chosen.map(showAtS).sort((one, other) => one - other);
  const last = track.timesS.at(-1);
  return timesS.length ? timesS : [0.2, 0.4, 0.6, 0.8].map((share) => share * last);
}

/** Turn of the camera that makes this line look tilted; + reads a level pelvis as right side lower. */
function rollDeg([one, other], rightward) {
  const [left, right] = one[0] < other[0] ? [one, other] : [other, one];
  return (rightward * Math.atan2(right[1] - left[1], right[0] - left[0]) * 180) / Math.PI;
}
