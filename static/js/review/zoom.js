const FOLLOW = 2.6;
const MOST = 8;

/** Close to the pelvis: follows it from frame to frame, or stays where fingers and wheel have put it. */
export class Zoom {
  #stage;
  #picture;
  #track;
  #onChange;
  #isFollowing = false;
  #scale = 1;
  #centre = [0.5, 0.5];
  #fingers = new Map();

  /** `onChange` is called when somebody's fingers or wheel have changed the zoom. */
  constructor(stage, picture, track, onChange = () => {}) {
    this.#stage = stage;
    this.#picture = picture;
    this.#track = track;
    this.#onChange = onChange;
    stage.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#onDown(event));
    stage.addEventListener("pointermove", (event) => this.#onMove(event));
    for (const name of ["pointerup", "pointercancel"]) {
      stage.addEventListener(name, (event) => this.#fingers.delete(event.pointerId));
    }
  }

  get isZoomed() {
    return this.#scale > 1;
  }

  get fingers() {
    return this.#fingers.size;
  }

  /** Returns whether the picture is now close. */
  toggle() {
    if (this.#scale === 1) this.enterPelvis();
    else this.leavePelvis();
    return this.isZoomed;
  }

  enterPelvis() {
    this.#isFollowing = true;
    this.#scale = FOLLOW;
    this.#show();
  }

  leavePelvis() {
    this.#isFollowing = false;
    this.#scale = 1;
    this.#centre = [0.5, 0.5];
    this.#show();
  }

  follow(index) {
    const centre = this.#isFollowing && this.#track.pelvisCentre(index);
    if (!centre) return;
    this.#centre = [centre[0] / this.#track.widthPx, centre[1] / this.#track.heightPx];
    this.#show();
  }

  /** A wheel that only scrolls the page stays the page's; once close, it is the zoom's. */
  #onWheel(event) {
    if (!event.ctrlKey && this.#scale === 1) return;
    event.preventDefault();
    this.#rescale(Math.exp(-event.deltaY / 400), [event.clientX, event.clientY]);
  }

  /** Fingers and mice are followed beyond the edge of the stage. */
  #onDown(event) {
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
    this.#stage.setPointerCapture(event.pointerId);
  }

  #onMove(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const spreadBefore = this.#spread();
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
    if (this.#fingers.size === 2) this.#rescale(this.#spread() / spreadBefore, this.#between());
    else if (this.isZoomed) this.#pan(event.clientX - before[0], event.clientY - before[1]);
  }

  #spread() {
    const [first, second] = [...this.#fingers.values()];
    return second ? Math.hypot(first[0] - second[0], first[1] - second[1]) : 1;
  }

  #between() {
    const [first, second] = [...this.#fingers.values()];
    return [(first[0] + second[0]) / 2, (first[1] + second[1]) / 2];
  }

  /** What lies under `at` (client pixels) stays under it. */
  #rescale(factor, at) {
    this.#isFollowing = false;
    const box = this.#stage.getBoundingClientRect();
    const scale = Math.min(Math.max(this.#scale * factor, 1), MOST);
    const away = [(at[0] - box.left) / box.width - 0.5, (at[1] - box.top) / box.height - 0.5];
    this.#centre = this.#centre.map((each, axis) => each + away[axis] * (1 / this.#scale - 1 / scale));
    this.#scale = scale;
    this.#show();
    this.#onChange();
  }

  #pan(dx, dy) {
    this.#isFollowing = false;
    const { clientWidth, clientHeight } = this.#stage;
    this.#centre = [this.#centre[0] - dx / clientWidth / this.#scale, this.#centre[1] - dy / clientHeight / this.#scale];
    this.#show();
  }

  #show() {
    this.#track.closeness = this.#scale;
    const margin = 0.5 / this.#scale;
    this.#centre = this.#centre.map((each) => Math.min(Math.max(each, margin), 1 - margin));
    const [x, y] = this.#centre.map((each) => (0.5 - each * this.#scale) * 100);
    this.#stage.classList.toggle("stage--zoomed", this.isZoomed);
    this.#picture.style.transform = this.isZoomed ? `translate(${x}%, ${y}%) scale(${this.#scale})` : "";
  }
}
