import { apartSays, fallOf, levelApart } from "review/cross_examine";
import { PointOut } from "review/point_out";

/** Both ends of something that is level in the room: what the camera's roll is read from. */
export class MarkLevel extends PointOut {
  constructor(bench, loupe) {
    super(bench, loupe, { panel: "level-panel", most: 2 });
  }

  say() {
    const { part } = this.bench;
    const isWhole = this.points.length === 2;
    const apart = this.#apart();
    part("level-say").textContent = isWhole ? saysWhole(apart) : saysNext(this.points.length);
    part("level-line").value = isWhole ? JSON.stringify(this.points.map(({ xy }) => xy)) : "";
    part("level-send").disabled = !isWhole;
    part("level-send").textContent = apart.length ? "Keep my line" : "Take as level";
    part("level-redo").hidden = apart.length === 0;
    part("level-panel").classList.toggle("marking__panel--doubted", apart.length > 0);
  }

  beside() {
    return this.#apart().map(({ deg }) => deg);
  }

  #apart() {
    if (this.points.length < 2) return [];
    const { track, levelReadings } = this.bench;
    const inPicture = levelReadings.map((each) => ({ ...each, deg: track.rightward() * each.deg }));
    return levelApart(fallOf(this.points.map(({ xy }) => xy)), inPicture);
  }
}

function saysWhole(apart) {
  return apart.length ? apartSays("Your line differs from", apart) : "Take this line as level, or drag an end.";
}

function saysNext(set) {
  return `Point at ${set ? "the other" : "one"} end of something level: a treadmill bar, a skirting board, a window sill.`;
}
