import { apartSays, pointsApart } from "review/cross_examine";
import { frameNear, stampNear } from "review/frames";
import { SIDE_LETTER, showAtS } from "review/stances";

const ENLARGED = 3;
const FRAMES_A_SIDE = 4;
const HIPS_IN_VIEW = 2.4;
const ABOVE_HIPS = 0.35;
const SAME_FRAME_S = 0.15;

/**
 * Two points of the pelvis in each of a few mid-stance frames, chosen from the steps: two presses, next frame. Which of
 * the two is the patient's left follows from the view, so they may be set in any order.
 */
export class MarkPoints {
  #bench;
  #loupe;
  #frames;
  #at = 0;
  isOpen = false;

  constructor(bench, loupe) {
    this.#bench = bench;
    this.#loupe = loupe;
    this.#frames = framesToMark(bench);
    bench.part("clicks-panel").addEventListener("change", () => this.#say());
  }

  open() {
    this.isOpen = true;
    this.#bench.part("clicks-panel").hidden = false;
    const next = this.#frames.findIndex((each) => each.points.length < 2);
    this.#show(Math.max(next, 0));
    this.#bench.part("clicks-panel").scrollIntoView({ block: "nearest" });
  }

  close() {
    this.isOpen = false;
    this.#bench.part("clicks-panel").hidden = true;
    this.#loupe.close();
  }

  go(step) {
    this.#show(Math.min(Math.max(this.#at + step, 0), this.#frames.length - 1));
  }

  /** All points away, to be set anew from the first picture on. */
  redo() {
    for (const each of this.#frames) Object.assign(each, { points: [], isWhole: false });
    this.#show(0);
  }

  get #frame() {
    return this.#frames[this.#at];
  }

  #show(at) {
    this.#at = at;
    this.#bench.player.pause();
    this.#bench.player.showTime(this.#frame.timeS);
    const { points } = this.#frame;
    this.#loupe.open({ label: "The pelvis, enlarged", view: () => this.#view(), points, most: 2, onChange: () => this.#change(), beside: () => this.#beside() });
    this.#say();
  }

  /** Three times as large as the clip itself, or what the stage has room for around the hips. */
  #view() {
    const { track, player, part } = this.#bench;
    const hips = ["left_hip", "right_hip"].map((name) => track.joint(name, player.index));
    const middle = track.pelvisCentre(player.index) ?? [track.widthPx / 2, track.heightPx / 2];
    if (!hips[0] || !hips[1]) return { centre: middle, scale: ENLARGED };
    const across = Math.hypot(hips[0][0] - hips[1][0], hips[0][1] - hips[1][1]);
    const centre = [(hips[0][0] + hips[1][0]) / 2, (hips[0][1] + hips[1][1]) / 2 - ABOVE_HIPS * across];
    return { centre, scale: Math.min(ENLARGED, part("stage").clientWidth / (HIPS_IN_VIEW * Math.max(across, 1))) };
  }

  #change() {
    const wasWhole = this.#frame.isWhole;
    if (!wasWhole) this.#takeFrameInView();
    nameSides(this.#frame.points, this.#bench.track.rightward());
    this.#frame.isWhole = this.#frame.points.length === 2;
    if (this.#frame.isWhole && !wasWhole && this.#at < this.#frames.length - 1) this.go(1);
    else this.#say();
    this.#loupe.draw();
  }

  #apart() {
    const { track, lineNames: names } = this.#bench;
    const whole = this.#frames.filter((each) => each.points.length === 2);
    const pictures = whole.map(({ timeS, points }) => ({ index: frameNear(track.timesS, timeS), points }));
    const longSidePx = Math.max(track.widthPx, track.heightPx);
    return pointsApart(pictures, { sources: track.sources, fallDeg: track.fallDeg, names, longSidePx });
  }

  /** The lines that the points contradict, in this picture. */
  #beside() {
    const { track } = this.#bench;
    const index = frameNear(track.timesS, this.#frame.timeS);
    return this.#apart().map(({ source }) => track.fallDeg(source, index)).filter((deg) => deg !== null);
  }

  /** Points belong to the picture they were set on, also when somebody has stepped to a better one meanwhile. */
  #takeFrameInView() {
    const { points, timeS } = this.#frame;
    const nowS = this.#bench.player.timeS;
    if (points.length > 1 && nowS !== timeS) points.shift();
    this.#frame.timeS = nowS;
  }

  #say() {
    const { part } = this.#bench;
    const whole = this.#frames.filter((each) => each.points.length === 2);
    const apart = this.#apart();
    const { points, side } = this.#frame;
    const todo = ["point at both", "point at the other one", "marked; drag a point to change it"][points.length];
    const next = `${side ? `, ${side} stance` : ""}: ${todo}. ${whole.length} marked.`;
    part("clicks-say").textContent =
      `Picture ${this.#at + 1} of ${this.#frames.length}${apart.length ? `. ${apartSays("Your points differ from", apart)}` : next}`;
    part("clicks-redo").hidden = apart.length === 0;
    part("clicks-panel").classList.toggle("marking__panel--doubted", apart.length > 0);
    part("clicks-send").textContent = apart.length ? "Keep my points" : "Measure with my points";
    part("clicks-frames").value = JSON.stringify(whole.map(asClick));
    part("clicks-send").disabled = whole.length === 0;
    part("clicks-send").classList.toggle("button--primary", whole.length > 0);
  }
}

function asClick({ timeS, points }) {
  const of = (side) => points.find((each) => each.side === side).xy;
  return { time_s: timeS, left_xy_px: of("left"), right_xy_px: of("right") };
}

/** The patient's right is the one further right in the picture when `rightward` is 1. */
function nameSides(points, rightward) {
  if (points.length < 2) return;
  const [one, other] = points[0].xy[0] < points[1].xy[0] ? points : [...points].reverse();
  const sides = rightward > 0 ? ["left", "right"] : ["right", "left"];
  [one, other].forEach((point, index) => Object.assign(point, { side: sides[index], letter: SIDE_LETTER[sides[index]] }));
}

/** Frames marked before, and mid-stance of a few steps of each side, spread over the walk. */
function framesToMark({ stances, track, clicks }) {
  const marked = clicks.map(({ time_s: timeS, left_xy_px: left, right_xy_px: right }) => ({
    timeS,
    points: [left, right].map((xy, index) => point(xy, ["left", "right"][index])),
    isWhole: true,
  }));
  const chosen = ["left", "right"].flatMap((side) => spreadOver(stances.filter((each) => each.side === side && each.used)));
  const fresh = chosen
    .map((stance) => ({ timeS: stampNear(track.timesS, showAtS(stance)), side: stance.side, points: [], isWhole: false }))
    .filter(({ timeS }) => marked.every((each) => Math.abs(each.timeS - timeS) > SAME_FRAME_S));
  const frames = [...marked, ...fresh].sort((one, other) => one.timeS - other.timeS);
  return frames.length ? frames : [0.2, 0.4, 0.6, 0.8].map((share) => anywhere(track, share));
}

/** A few of them, the first and the last included. */
function spreadOver(own) {
  const few = Math.min(own.length, FRAMES_A_SIDE);
  return Array.from({ length: few }, (_, k) => own[Math.round((k * (own.length - 1)) / Math.max(few - 1, 1))]);
}

function point(xy, side) {
  return { xy, side, letter: SIDE_LETTER[side] };
}

function anywhere(track, share) {
  return { timeS: stampNear(track.timesS, share * track.timesS.at(-1)), points: [], isWhole: false };
}
