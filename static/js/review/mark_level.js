/** Both ends of something that is level in the room: what the camera's roll is read from. */
export class MarkLevel {
  #bench;
  #loupe;
  #points = [];
  isOpen = false;

  constructor(bench, loupe) {
    this.#bench = bench;
    this.#loupe = loupe;
  }

  open() {
    this.isOpen = true;
    this.#points.length = 0;
    this.#bench.player.pause();
    this.#bench.part("level-panel").hidden = false;
    const view = () => wholePicture(this.#bench);
    this.#loupe.open({ label: "The whole picture", view, points: this.#points, most: 2, onChange: () => this.#say() });
    this.#say();
  }

  close() {
    this.isOpen = false;
    this.#bench.part("level-panel").hidden = true;
    this.#loupe.close();
  }

  #say() {
    const { part } = this.#bench;
    const isWhole = this.#points.length === 2;
    part("level-say").textContent = isWhole
      ? "Take this line as level, or drag an end."
      : `Point at the ${this.#points.length ? "other" : "one"} end of something level: a treadmill bar, a skirting board, a window sill.`;
    part("level-line").value = isWhole ? JSON.stringify(this.#points.map(({ xy }) => xy)) : "";
    part("level-send").disabled = !isWhole;
    this.#loupe.draw();
  }
}

export function wholePicture({ part, track }) {
  return { centre: [track.widthPx / 2, track.heightPx / 2], scale: part("stage").clientWidth / track.widthPx };
}
