const DRAG_PX = 3;

/** The contacts ▼ and toe-offs ▲ as flags on the curve that can be pressed and dragged along it. */
export class StepMarks {
  #plot;
  #events;
  #layer = document.createElement("div");
  #flags;
  #calls;

  constructor(plot, events, calls) {
    this.#plot = plot;
    this.#events = events;
    this.#calls = calls;
    this.#layer.className = "step-marks";
    this.#layer.hidden = true;
    this.#flags = events.map((event) => this.#flag(event));
    this.#layer.append(...this.#flags);
    plot.over.append(this.#layer);
    plot.hooks.draw.push(() => this.#place());
  }

  show(isShown, chosen) {
    this.#layer.hidden = !isShown;
    this.#events.forEach((event, index) => this.#flags[index].classList.toggle("step-mark--chosen", event === chosen));
    this.#place();
  }

  #place() {
    if (this.#layer.hidden) return;
    this.#events.forEach((event, index) => this.#put(this.#flags[index], event.atS));
  }

  #put(flag, timeS) {
    const x = this.#plot.valToPos(timeS, "x");
    flag.hidden = x < 0 || x > this.#plot.over.clientWidth;
    flag.style.transform = `translateX(${x}px)`;
  }

  /** The keyboard chooses marks in turn, so they are no stops of the Tab key. */
  #flag(event) {
    const flag = document.createElement("button");
    flag.type = "button";
    flag.tabIndex = -1;
    flag.className = `step-mark step-mark--${event.side} step-mark--${event.kind}`;
    flag.title = `${event.side} ${event.kind === "contact" ? "contact" : "toe-off"}, ${event.atS.toFixed(2)} s`;
    flag.textContent = event.kind === "contact" ? "▼" : "▲";
    let pressedX = null;
    let isDragged = false;
    flag.addEventListener("pointerdown", (press) => {
      press.stopPropagation();
      flag.setPointerCapture(press.pointerId);
      [pressedX, isDragged] = [press.clientX, false];
      this.#calls.onChoose(event);
    });
    flag.addEventListener("pointermove", (move) => {
      move.stopPropagation();
      if (pressedX === null) return;
      isDragged ||= Math.abs(move.clientX - pressedX) > DRAG_PX;
      if (isDragged) this.#drag(flag, move.clientX);
    });
    flag.addEventListener("pointerup", (up) => {
      pressedX = null;
      if (isDragged) this.#calls.onDrop(this.#timeAt(up.clientX));
    });
    return flag;
  }

  #drag(flag, clientX) {
    const timeS = this.#timeAt(clientX);
    this.#put(flag, timeS);
    this.#calls.onDrag(timeS);
  }

  #timeAt(clientX) {
    return this.#plot.posToVal(clientX - this.#plot.over.getBoundingClientRect().left, "x");
  }
}
