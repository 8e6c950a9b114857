import { CURVES, degrees } from "review/curves";
import { frameNear } from "review/frames";
import { OTHER_SIDE, stancesAt } from "review/stances";

/** The line of words beside the video: where we are, who stands, and what the chosen curve says of this frame. */
export class Readout {
  #part;
  #facts;

  /** The curve whose value is told, a key of CURVES. */
  curve = "pelvis";

  constructor(part, facts) {
    this.#part = part;
    this.#facts = facts;
  }

  showFrame(player) {
    this.#part("clock").textContent = `${player.timeS.toFixed(2)} s · frame ${player.index + 1} of ${player.frames}`;
    if (this.#facts.series) this.#sayCurve(player.timeS);
    const scrubber = this.#part("scrubber");
    scrubber.value = player.index;
    scrubber.setAttribute("aria-valuetext", `${player.timeS.toFixed(2)} seconds`);
  }

  #sayCurve(timeS) {
    const { series, stances, isMeasured } = this.#facts;
    const { keys, says } = CURVES[this.curve];
    const at = frameNear(series.time_s, timeS);
    this.#part("phase").textContent = phaseWords(stancesAt(stances, timeS), stances);
    this.#part("angle").textContent = isMeasured || this.curve !== "pelvis" ? says(keys.map((key) => series[key][at])) : "";
  }

  showState(player) {
    const button = this.#part("play");
    button.dataset.state = player.isPlaying ? "playing" : "paused";
    button.setAttribute("aria-label", player.isPlaying ? "Pause" : "Play");
    this.#part("loop").textContent = player.loop ? `Looping a ${player.loop.side} stride` : "";
    this.#part("loop-end").hidden = !player.loop;
  }
}

function phaseWords(now, all) {
  if (now.length === 0) return "no stance";
  if (now.length > 1) return "both feet on the ground";
  const own = all.filter((each) => each.side === now[0].side);
  return `${now[0].side} stance ${own.indexOf(now[0]) + 1} of ${own.length}`;
}

export function stanceWords({ side, used, peak_drop_deg: dropDeg, reason }) {
  const drop = dropDeg === null ? "not measured" : `${OTHER_SIDE[side]} side drops ${degrees(dropDeg)}`;
  return `${capitalised(side)} stance: ${drop}${used ? "" : `. Left out: ${reason}`}`;
}

function capitalised(word) {
  return word[0].toUpperCase() + word.slice(1);
}
