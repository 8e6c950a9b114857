/** Points set on the whole picture, in a panel of their own that says what comes next and sends them. */
export class PointOut {
  #loupe;
  #panel;
  #most;
  bench;
  points = [];
  isOpen = false;

  constructor(bench, loupe, { panel, most }) {
    this.bench = bench;
    this.#loupe = loupe;
    this.#panel = panel;
    this.#most = most;
  }

  open() {
    this.isOpen = true;
    this.points.length = 0;
    this.bench.player.pause();
    this.bench.part(this.#panel).hidden = false;
    const { part, track } = this.bench;
    const view = () => ({
      centre: [track.widthPx / 2, track.heightPx / 2],
      scale: part("stage").clientWidth / track.widthPx,
    });
    const onChange = () => this.#change();
    this.#loupe.open({ label: "The whole picture", view, points: this.points, most: this.#most, onChange, beside: () => this.beside() });
    this.#change();
    this.bench.part(this.#panel).scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** All points away, to be set anew. */
  redo() {
    this.points.length = 0;
    this.#change();
  }

  /** What else was read, to be drawn beside two points: falls in degrees to the right of the picture. */
  beside() {
    return [];
  }

  close() {
    this.isOpen = false;
    this.bench.part(this.#panel).hidden = true;
    this.#loupe.close();
  }

  /** What comes next; each tool has its own words. */
  say() {}

  #change() {
    this.say();
    this.#loupe.draw();
  }
}
