import { strideAt, strides } from "review/stances";

/** Plays one stride again and again; the first call takes the stride on screen, further calls its neighbours. */
export class StrideLoop {
  #player;
  #strides;
  #at = null;

  constructor(player, stances) {
    this.#player = player;
    this.#strides = strides(stances);
  }

  previous() {
    this.#go(-1);
  }

  next() {
    this.#go(1);
  }

  end() {
    this.#at = null;
    this.#player.loop = null;
  }

  #go(step) {
    if (this.#strides.length === 0) return;
    const last = this.#strides.length - 1;
    this.#at =
      this.#at === null
        ? strideAt(this.#strides, this.#player.timeS)
        : Math.min(Math.max(this.#at + step, 0), last);
    this.#player.loop = this.#strides[this.#at];
    if (!this.#player.isPlaying) this.#player.toggle();
  }
}
