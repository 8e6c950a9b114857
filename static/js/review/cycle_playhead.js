import { strides } from "review/stances";

/** In the picture of the mean gait cycle: where in its stride each foot is now. A press there shows that part of it. */
export class CyclePlayhead {
  #picture;
  #strides;
  #span;

  constructor(section, { player, stances, onPick }) {
    this.#picture = section.querySelector(".cycle");
    this.#strides = strides(stances);
    if (!this.#picture) return;
    this.#span = { from: Number(this.#picture.dataset.from), to: Number(this.#picture.dataset.to) };
    this.#picture.addEventListener("click", (event) => {
      const stride = this.#underWay(player.timeS).at(0) ?? this.#strides.at(0);
      if (stride) onPick(stride.fromS + this.#shareAt(event.clientX) * (stride.toS - stride.fromS));
    });
  }

  showNow(timeS) {
    if (!this.#picture) return;
    const now = this.#underWay(timeS);
    for (const side of ["left", "right"]) {
      const line = this.#picture.querySelector(`.cycle__now--${side}`);
      const stride = now.find((each) => each.side === side);
      line.toggleAttribute("hidden", !stride);
      if (stride) this.#place(line, (timeS - stride.fromS) / (stride.toS - stride.fromS));
    }
  }

  #place(line, share) {
    const x = this.#span.from + share * (this.#span.to - this.#span.from);
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
  }

  #shareAt(clientX) {
    const point = new DOMPoint(clientX, 0).matrixTransform(this.#picture.getScreenCTM().inverse());
    return Math.min(Math.max((point.x - this.#span.from) / (this.#span.to - this.#span.from), 0), 0.999);
  }

  /** The strides under way, the one that began last first: that foot has just taken the weight. */
  #underWay(timeS) {
    return this.#strides.filter((each) => each.fromS <= timeS && timeS < each.toS).sort((one, other) => other.fromS - one.fromS);
  }
}
