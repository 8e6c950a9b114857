const FOLLOW = 2.6;
const MOST = 8;

/** Close to the pelvis: follows it from frame to frame, or stays where fingers and wheel have put it. */
export class Zoom {
  #stage;
  #picture;
  #track;
  #isFollowing = false;
  #scale = 1;
  #centre = [0.5, 0.5];
  #fingers = new Map();

  constructor(stage, picture, track) {
    this.#stage = stage;
    this.#picture = picture;
    this.#track = track;
    stage.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#fingers.set(event.pointerId, [event.clientX, event.clientY]));
    stage.addEventListener("pointermove", (event) => this.#onMove(event));
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
      stage.addEventListener(name, (event) => this.#fingers.delete(event.pointerId));
    }
  }

  /** Returns whether the picture now follows the pelvis. */
  toggle() {
    if (this.#scale === 1) this.enterPelvis();
    else this.leavePelvis();
    return this.#isFollowing;
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

  #onWheel(event) {
    if (!event.ctrlKey && this.#scale === 1) return;
    event.preventDefault();
    this.#isFollowing = false;
    this.#rescale(Math.exp(-event.deltaY / 400));
  }

  #onMove(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before || this.#scale === 1 && this.#fingers.size < 2) return;
    this.#isFollowing = false;
    const spreadBefore = this.#spread();
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
    if (this.#fingers.size === 2) this.#rescale(this.#spread() / spreadBefore);
    else this.#pan(event.clientX - before[0], event.clientY - before[1]);
  }

  #spread() {
    const [first, second] = [...this.#fingers.values()];
    return second ? Math.hypot(first[0] - second[0], first[1] - second[1]) : 1;
  }

  #rescale(factor) {
    this.#scale = Math.min(Math.max(this.#scale * factor, 1), MOST);
    this.#show();
  }

  #pan(dx, dy) {
    const { clientWidth, clientHeight } = this.#stage;
    this.#centre = [this.#centre[0] - dx / clientWidth / this.#scale, this.#centre[1] - dy / clientHeight / this.#scale];
    this.#show();
  }

  #show() {
    const margin = 0.5 / this.#scale;
    this.#centre = this.#centre.map((each) => Math.min(Math.max(each, margin), 1 - margin));
    const [x, y] = this.#centre.map((each) => (0.5 - each * this.#scale) * 100);
    this.#stage.classList.toggle("stage--zoomed", this.#scale > 1);
    this.#picture.style.transform = this.#scale === 1 ? "" : `translate(${x}%, ${y}%) scale(${this.#scale})`;
  }
}
