import { PointOut } from "review/point_out";

/** One point on the person to be measured, in a frame where they are seen well. */
export class ChoosePerson extends PointOut {
  constructor(bench, loupe) {
    super(bench, loupe, { panel: "person-panel", most: 1 });
  }

  say() {
    const { part, track, player } = this.bench;
    const [chosen] = this.points;
    part("person-say").textContent = chosen
      ? "Follow the person at this point, or point again. The clip is then measured anew."
      : "Point at the hips of the person to be measured. To find a better frame, cancel, go there, and start again.";
    part("person-time").value = player.timeS.toFixed(4);
    part("person-x").value = chosen ? (chosen.xy[0] / track.widthPx).toFixed(4) : "";
    part("person-y").value = chosen ? (chosen.xy[1] / track.heightPx).toFixed(4) : "";
    part("person-send").disabled = !chosen;
  }
}
