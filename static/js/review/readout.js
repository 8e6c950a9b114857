import { frameNear } from "review/frames";
import { OTHER_SIDE, stancesAt } from "review/stances";

const MINUS = "−";

/** The line of words under the video: where we are, who stands, which side is lower, and what a dot means. */
export class Readout {
  #part;
  #facts;

  constructor(part, facts) {
    this.#part = part;
    this.#facts = facts;
  }

  showFrame(player) {
    const { series, stances } = this.#facts;
    this.#part("clock").textContent = `${player.timeS.toFixed(2)} s · frame ${player.index + 1} of ${player.frames}`;
    this.#part("phase").textContent = phaseWords(stancesAt(stances, player.timeS), stances);
    this.#part("angle").textContent = this.#facts.isMeasured ? angleWords(degAt(series, player.timeS)) : "";
    const scrubber = this.#part("scrubber");
    scrubber.value = player.index;
    scrubber.setAttribute("aria-valuetext", `${player.timeS.toFixed(2)} seconds`);
  }

  showState(player) {
    const button = this.#part("play");
    button.dataset.state = player.isPlaying ? "playing" : "paused";
    button.setAttribute("aria-label", player.isPlaying ? "Pause" : "Play");
    this.#part("loop").textContent = player.loop ? `Looping a ${player.loop.side} stride` : "";
    this.#part("loop-end").hidden = !player.loop;
  }

  showStance(stance) {
    this.#part("hint").textContent = stance ? stanceWords(stance) : "";
  }
}

function angleWords(obliquityDeg) {
  if (obliquityDeg === null) return "pelvis not read in this frame";
  const size = `${Math.abs(obliquityDeg).toFixed(1)}°`;
  if (size === "0.0°") return "pelvis level";
  return `${obliquityDeg > 0 ? "right" : "left"} side of the pelvis ${size} lower`;
}

function degAt(series, timeS) {
  return series.pelvic_obliquity_deg[frameNear(series.time_s, timeS)];
}

function phaseWords(now, all) {
  if (now.length === 0) return "no stance";
  if (now.length > 1) return "both feet on the ground";
  const own = all.filter((each) => each.side === now[0].side);
  return `${now[0].side} stance ${own.indexOf(now[0]) + 1} of ${own.length}`;
}

function stanceWords({ side, used, peak_drop_deg: dropDeg, reason }) {
  const drop = dropDeg === null ? "not measured" : `${OTHER_SIDE[side]} side drops ${dropDeg.toFixed(1).replace("-", MINUS)}°`;
  return `${side} stance: ${drop}${used ? "" : `. Left out: ${reason}`}`;
}
