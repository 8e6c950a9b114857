/**
 * A canvas over the stage that shows part of the frame in view, larger, and takes points on it: pressed, dragged, or
 * set with the keyboard (arrows move the cross, Enter sets a point, Backspace takes the last one away).
 */
import { INK } from "review/overlay";

const NEAR_PX = 16;
const CROSS_PX = 9;
const STEP_PX = { true: 8, false: 1 };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Loupe {
  #canvas = document.createElement("canvas");
  #context = this.#canvas.getContext("2d");
  #stage;
  #video;
  #track;
  #job = null;
  #cross = null;
  #dragged = null;

  constructor(stage, video, track) {
    this.#stage = stage;
    this.#video = video;
    this.#track = track;
    this.#canvas.className = "loupe";
    this.#canvas.tabIndex = 0;
    this.#canvas.setAttribute("role", "application");
    this.#listen();
    new ResizeObserver(() => this.draw()).observe(this.#canvas);
  }

  get isOpen() {
    return this.#job !== null;
  }

  /**
   * view(): {centre, scale}, centre in pixels of the picture and scale in CSS pixels for one of them. points is the
   * caller's list of {xy, side, letter}, which at most `most` points are put into; onChange is told of every change.
   * beside(): falls in degrees of what else was read, drawn dashed through the middle of two points.
   */
  open({ label, view, points, most, joins = true, onChange, beside = () => [] }) {
    this.#job = { view, points, most, joins, onChange, beside };
    this.#cross = null;
    this.#canvas.setAttribute("aria-label", `${label}. Arrow keys move the cross, Enter sets a point.`);
    if (!this.#canvas.isConnected) this.#stage.append(this.#canvas);
    this.#canvas.focus({ preventScroll: true });
    this.#canvas.scrollIntoView({ block: "nearest", behavior: "instant" });
    this.draw();
  }

  close() {
    this.#job = null;
    this.#canvas.remove();
  }

  draw() {
    if (!this.#job) return;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const ratio = devicePixelRatio;
    Object.assign(this.#canvas, { width: width * ratio, height: height * ratio });
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.imageSmoothingQuality = "high";
    this.#drawPicture();
    this.#drawPoints();
  }

  #drawPicture() {
    const [x, y] = this.#toCanvas([0, 0]);
    const { centre, scale } = this.#job.view();
    Object.assign(this.#canvas.dataset, { centre: centre.join(" "), scale });
    this.#context.drawImage(this.#video, x, y, this.#track.widthPx * scale, this.#track.heightPx * scale);
  }

  #drawPoints() {
    const { points, joins } = this.#job;
    const places = points.map(({ xy }) => this.#toCanvas(xy));
    if (places.length === 2) this.#drawBeside(places);
    if (joins && places.length === 2) this.#line(places, INK.line, 1.5);
    places.forEach((place, index) => this.#mark(place, INK[points[index].side] ?? INK.line, points[index].letter));
    if (this.#cross) this.#mark(this.#toCanvas(this.#cross), INK.level, "");
  }

  /** @param {number[][]} places */
  #drawBeside([[fromX, fromY], [toX, toY]]) {
    const [x, y, half] = [(fromX + toX) / 2, (fromY + toY) / 2, Math.abs(toX - fromX) / 2];
    this.#context.setLineDash([6, 5]);
    for (const deg of this.#job.beside()) {
      const rise = Math.tan((deg * Math.PI) / 180) * half;
      this.#line([[x - half, y - rise], [x + half, y + rise]], INK.level, 1.5);
    }
    this.#context.setLineDash([]);
  }

  /**
   * Open in the middle, so that nothing hides what is marked.
   * @param {number[]} place
   */
  #mark([x, y], ink, letter) {
    for (const [dx, dy] of Object.values(ARROWS)) {
      const ends = [3, CROSS_PX].map((reach) => [x + dx * reach, y + dy * reach]);
      this.#line(ends, ink, 2);
    }
    this.#context.font = "700 15px system-ui, sans-serif";
    this.#context.textAlign = "center";
    Object.assign(this.#context, { lineWidth: 4, strokeStyle: INK.edge, fillStyle: ink });
    this.#context.strokeText(letter, x, y - CROSS_PX - 5);
    this.#context.fillText(letter, x, y - CROSS_PX - 5);
  }

  /** @param {number[][]} ends */
  #line([[fromX, fromY], [toX, toY]], ink, width) {
    for (const [style, thickness] of [[INK.edge, width + 2], [ink, width]]) {
      this.#context.beginPath();
      this.#context.moveTo(fromX, fromY);
      this.#context.lineTo(toX, toY);
      Object.assign(this.#context, { strokeStyle: style, lineWidth: thickness });
      this.#context.stroke();
    }
  }

  #toCanvas([x, y]) {
    const { centre, scale } = this.#job.view();
    return [this.#canvas.clientWidth / 2 + (x - centre[0]) * scale, this.#canvas.clientHeight / 2 + (y - centre[1]) * scale];
  }

  #toPicture(event) {
    const { centre, scale } = this.#job.view();
    const box = this.#canvas.getBoundingClientRect();
    return this.#inside([
      centre[0] + (event.clientX - box.left - box.width / 2) / scale,
      centre[1] + (event.clientY - box.top - box.height / 2) / scale,
    ]);
  }

  #inside([x, y]) {
    const { widthPx, heightPx } = this.#track;
    return [Math.min(Math.max(x, 0), widthPx), Math.min(Math.max(y, 0), heightPx)].map((each) => Math.round(each * 100) / 100);
  }

  #listen() {
    const deeds = { pointerdown: this.#press, pointermove: this.#drag, pointerup: this.#drop, pointercancel: this.#drop };
    for (const [name, deed] of Object.entries(deeds)) {
      this.#canvas.addEventListener(name, (event) => {
        event.stopPropagation();
        deed.call(this, event);
      });
    }
    for (const name of ["click", "wheel"]) this.#canvas.addEventListener(name, (event) => event.stopPropagation());
    this.#canvas.addEventListener("keydown", (event) => this.#key(event));
  }

  /**
   * A press near a point takes hold of it, elsewhere it sets the next one; with all set, the nearest moves there. While
   * another frame is on its way, nobody can know which one a press is meant for.
   */
  #press(event) {
    if (event.button !== 0 || this.#video.seeking) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#cross = null;
    const xy = this.#toPicture(event);
    this.#dragged = this.#near(xy) ?? this.#set(xy);
    this.draw();
  }

  #drag(event) {
    if (!this.#dragged) return;
    this.#dragged.xy = this.#toPicture(event);
    this.draw();
  }

  #drop() {
    if (!this.#dragged) return;
    this.#dragged = null;
    this.#job.onChange();
  }

  #near(xy) {
    const { scale } = this.#job.view();
    return this.#job.points.find((each) => distance(each.xy, xy) * scale < NEAR_PX) ?? null;
  }

  #set(xy) {
    const { points, most } = this.#job;
    if (points.length < most) {
      points.push({ xy, side: "", letter: "" });
      return points.at(-1);
    }
    const nearest = points.reduce((best, each) => (distance(each.xy, xy) < distance(best.xy, xy) ? each : best));
    nearest.xy = xy;
    return nearest;
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) this.#moveCross(arrow, STEP_PX[event.shiftKey]);
    else if (event.key === "Enter" && this.#cross) this.#setAtCross();
    else if (event.key === "Backspace" && this.#job.points.pop()) this.#job.onChange();
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.draw();
  }

  #moveCross([dx, dy], step) {
    const [x, y] = this.#cross ?? this.#job.view().centre;
    this.#cross = this.#inside([x + dx * step, y + dy * step]);
  }

  #setAtCross() {
    this.#set(this.#cross);
    this.#cross = null;
    this.#job.onChange();
  }
}

function distance(one, other) {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}
