import { wholePicture } from "review/mark_level";

/** One point on the person to be measured, in a frame where they are seen well. */
export class ChoosePerson {
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
    this.#bench.part("person-panel").hidden = false;
    const view = () => wholePicture(this.#bench);
    this.#loupe.open({ label: "The whole picture", view, points: this.#points, most: 1, onChange: () => this.#say() });
    this.#say();
  }

  close() {
    this.isOpen = false;
    this.#bench.part("person-panel").hidden = true;
    this.#loupe.close();
  }

  #say() {
    const { part, track, player } = this.#bench;
    const [chosen] = this.#points;
    part("person-say").textContent = chosen
      ? "Follow the person at this point, or point again. The clip is then measured anew."
      : "Point at the hips of the person to be measured. To find a better frame, cancel, go there, and start again.";
    part("person-time").value = player.timeS.toFixed(4);
    part("person-x").value = chosen ? (chosen.xy[0] / track.widthPx).toFixed(4) : "";
    part("person-y").value = chosen ? (chosen.xy[1] / track.heightPx).toFixed(4) : "";
    part("person-send").disabled = !chosen;
    this.#loupe.draw();
  }
}
