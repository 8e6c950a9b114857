import htmx from "htmx";
import { drawAnnotation, drawCross } from "review/annotation_ink";
import { frameNear } from "review/frames";
import { labelOf, POINTS_OF_KIND } from "review/hand_angles";

const NEAR_PX = 14;
const CROSS_OF_KEY = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const NEXT_POINT = {
  angle: ["Set the end of the first limb.", "Set the vertex.", "Set the end of the other limb."],
  slope: ["Set one end of the line.", "Set the other end."],
  line: ["Set one end of the line.", "Set the other end."],
  note: ["Write the note. A point on the picture is optional."],
};

/**
 * Angles, lines and notes drawn by hand on one frame. Points are set with pointer or arrow keys and Enter, moved by
 * dragging, and go to the server with the form; the list that comes back holds everything drawn on this clip.
 */
export class Annotate {
  #part;
  #player;
  #track;
  #redraw;
  #kind = null;
  #points = [];
  #held = null;
  #cross = null;
  #kept = [];
  #undoUrls = [];
  #isGrab = false;
  #isUndoing = false;

  constructor(part, { player, overlay, track, redraw }) {
    this.#part = part;
    this.#player = player;
    this.#track = track;
    this.#redraw = redraw;
    overlay.layers.push((context, index) => this.#draw(context, index, overlay.isShown));
    this.#listen();
    this.#readList();
  }

  get isActive() {
    return this.#kind !== null;
  }

  start(kind) {
    if (this.#kind === kind) return this.stop();
    this.#player.pause();
    this.#kind = kind;
    this.#points = [];
    this.#cross = [this.#track.widthPx / 2, this.#track.heightPx / 2];
    this.#part("draw-form").hidden = false;
    this.#press();
    this.#say();
    if (kind === "note") this.#part("draw-text").focus();
    else this.#part("stage").focus();
    return undefined;
  }

  stop() {
    this.#kind = null;
    this.#points = [];
    this.#part("draw-form").hidden = true;
    this.#part("draw-form").reset();
    this.#press();
    this.#redraw();
  }

  /** A press on the picture: the next point, while one is missing. */
  tap(event) {
    if (this.#isGrab) return;
    this.#cross = null;
    this.#set(this.#pointAt(event));
  }

  /** The last point of a drawing under way, else the last thing that was kept or taken away. */
  undo() {
    if (this.#points.length) {
      this.#points.pop();
      this.#say();
    } else if (this.#undoUrls.length) {
      this.#isUndoing = true;
      htmx.ajax("POST", this.#undoUrls.pop(), { source: this.#part("annotations"), target: "#annotations", swap: "outerHTML" });
    }
    this.#sayUndo();
  }

  /** The keys of drawing, before those of the review: it is not told of what is taken here. */
  onKey(event) {
    const isTyping = event.target.closest("input, textarea, select") !== null;
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !isTyping;
    if (isUndo) this.#take(event, () => this.undo());
    else if (this.isActive && event.key === "Escape") this.#take(event, () => this.stop());
    else if (this.isActive && event.target === this.#part("stage")) this.#onPictureKey(event);
  }

  #onPictureKey(event) {
    const way = CROSS_OF_KEY[event.key];
    if (way) this.#take(event, () => this.#moveCross(way, event.shiftKey ? 10 : 1));
    else if (event.key === "Enter" || event.key === " ") this.#take(event, () => this.#set(this.#cross));
    else if (event.key === "Backspace") this.#take(event, () => this.undo());
  }

  #take(event, deed) {
    event.preventDefault();
    event.stopPropagation();
    deed();
  }

  #listen() {
    const picture = this.#part("picture");
    picture.addEventListener("pointerdown", (event) => this.#grab(event));
    picture.addEventListener("pointermove", (event) => this.#drag(event));
    for (const name of ["pointerup", "pointercancel"]) picture.addEventListener(name, () => (this.#held = null));
    const tools = this.#part("tools");
    tools.addEventListener("htmx:load", () => this.#readList());
    for (const name of ["htmx:responseError", "htmx:sendError"]) tools.addEventListener(name, () => this.#sayTrouble());
    tools.addEventListener("htmx:configRequest", ({ detail }) => this.#fill(detail));
    this.#part("draw-text").addEventListener("input", () => this.#redraw());
  }

  /** A point that is there already can be moved; the zoom does not see that drag. */
  #grab(event) {
    this.#isGrab = false;
    if (!this.isActive) return;
    const at = this.#points.findIndex((point) => this.#distancePx(point, event) < NEAR_PX);
    if (at < 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#isGrab = true;
    this.#held = at;
  }

  #drag(event) {
    if (this.#held === null) return;
    event.stopPropagation();
    this.#points[this.#held] = this.#pointAt(event);
    this.#say();
  }

  #set(point) {
    if (!point || this.#points.length >= POINTS_OF_KIND[this.#kind]) return;
    if (this.#points.some((each) => Math.hypot(each[0] - point[0], each[1] - point[1]) < 2)) return;
    this.#points.push(point);
    this.#say();
    if (this.#isWhole() && this.#cross) this.#part("draw-text").focus();
  }

  #moveCross([dx, dy], times) {
    const step = (this.#track.widthPx / 360) * times;
    const [x, y] = this.#cross ?? [this.#track.widthPx / 2, this.#track.heightPx / 2];
    this.#cross = [clamp(x + dx * step, this.#track.widthPx), clamp(y + dy * step, this.#track.heightPx)];
    this.#redraw();
  }

  #isWhole() {
    return this.#kind === "note" || this.#points.length === POINTS_OF_KIND[this.#kind];
  }

  #say() {
    const words = NEXT_POINT[this.#kind][this.#points.length] ?? "Save it, or drag a point to move it.";
    const label = labelOf(this.#kind, this.#points, this.#track.levelDeg);
    this.#part("draw-say").textContent = [label && `${label}.`, words].filter(Boolean).join(" ");
    this.#part("draw-save").disabled = !this.#isWhole();
    this.#part("draw-text").required = this.#kind === "note";
    this.#sayUndo();
    this.#redraw();
  }

  #sayUndo() {
    this.#part("draw-undo").disabled = this.#points.length === 0 && this.#undoUrls.length === 0;
  }

  #sayTrouble() {
    this.#part("draw-say").textContent = "This could not be kept. Try again.";
    this.#part("draw-form").hidden = !this.isActive;
  }

  #press() {
    for (const kind of Object.keys(POINTS_OF_KIND)) this.#part(`draw-${kind}`).setAttribute("aria-pressed", kind === this.#kind);
    this.#part("stage").classList.toggle("stage--marking", this.isActive);
  }

  /** What only this page knows goes along with the form. */
  #fill({ elt, formData }) {
    if (elt !== this.#part("draw-form")) return;
    formData.set("kind", this.#kind);
    formData.set("at_s", this.#player.timeS);
    formData.set("points_px", JSON.stringify(this.#points));
  }

  /** A new list has come: what it says is kept now, and how its last deed is undone. */
  #readList() {
    const list = this.#part("annotations");
    this.#kept = JSON.parse(list.querySelector('script[type="application/json"]').textContent);
    if (list.dataset.undoUrl && !this.#isUndoing) this.#undoUrls.push(list.dataset.undoUrl);
    this.#isUndoing = false;
    if (list.dataset.isKept) this.stop();
    this.#sayUndo();
    this.#redraw();
  }

  #draw(context, index, isShown) {
    for (const each of this.#kept) {
      if (isShown && frameNear(this.#track.timesS, each.at_s) === index) drawAnnotation(context, this.#track, each);
    }
    if (!this.isActive) return;
    drawAnnotation(context, this.#track, { kind: this.#kind, points_px: this.#points, text: this.#part("draw-text").value }, true);
    if (this.#cross && !this.#isWhole()) drawCross(context, this.#track, this.#cross);
  }

  #pointAt({ clientX, clientY }) {
    const box = this.#part("video").getBoundingClientRect();
    return [
      clamp(((clientX - box.left) / box.width) * this.#track.widthPx, this.#track.widthPx),
      clamp(((clientY - box.top) / box.height) * this.#track.heightPx, this.#track.heightPx),
    ];
  }

  #distancePx(point, { clientX, clientY }) {
    const box = this.#part("video").getBoundingClientRect();
    const at = [box.left + (point[0] / this.#track.widthPx) * box.width, box.top + (point[1] / this.#track.heightPx) * box.height];
    return Math.hypot(at[0] - clientX, at[1] - clientY);
  }
}

function clamp(value, most) {
  return Math.min(Math.max(value, 0), most);
}
