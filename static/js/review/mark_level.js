import { PointOut } from "review/point_out";

/** Both ends of something that is level in the room: what the camera's roll is read from. */
export class MarkLevel extends PointOut {
  constructor(bench, loupe) {
    super(bench, loupe, { panel: "level-panel", most: 2 });
  }

  say() {
    const { part } = this.bench;
    const isWhole = this.points.length === 2;
    part("level-say").textContent = isWhole
      ? "Take this line as level, or drag an end."
      : `Point at ${this.points.length ? "the other" : "one"} end of something level: a treadmill bar, a skirting board, a window sill.`;
    part("level-line").value = isWhole ? JSON.stringify(this.points.map(({ xy }) => xy)) : "";
    part("level-send").disabled = !isWhole;
  }
}
