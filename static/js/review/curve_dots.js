import { DROP_SIGN, showAtS } from "review/stances";

const STEP_OF_KEY = { ArrowLeft: -1, ArrowRight: 1 };

/**
 * One dot a stance, each a button: left a circle, right a diamond, left out a grey cross. Pointed at or focused, it says
 * its drop and why it does not count; pressed, it shows its instant. One stop of the tab key, arrows move between dots.
 */
export class CurveDots {
  #group;
  #tip;
  #dots;

  constructor(over, { stances, wordsOf, onPick }) {
    this.#group = over.appendChild(element("div", "curve__dots"));
    this.#group.setAttribute("role", "group");
    this.#group.setAttribute("aria-label", "Stances on the curve. Arrow keys move between them.");
    this.#dots = stances.map((stance) => this.#dot(stance, wordsOf, onPick));
    this.#group.append(...this.#dots.map(({ button }) => button));
    this.#tip = over.appendChild(element("p", "curve__tip"));
    this.#tip.setAttribute("aria-hidden", "true");
    this.#tip.hidden = true;
    this.#listen();
  }

  set isShown(value) {
    this.#group.hidden = !value;
    this.#tip.hidden = true;
  }

  /** To their places on this plot. */
  place(plot) {
    for (const { button, stance } of this.#dots) {
      const x = plot.valToPos(showAtS(stance), "x");
      const y = plot.valToPos(DROP_SIGN[stance.side] * (stance.peak_drop_deg ?? 0), "y");
      button.style.transform = `translate(${x}px, ${y}px)`;
    }
  }

  #dot(stance, wordsOf, onPick) {
    const button = element("button", `curve__dot curve__dot--${stance.used ? stance.side : "out"}`);
    button.type = "button";
    button.tabIndex = -1;
    button.setAttribute("aria-label", wordsOf(stance));
    button.addEventListener("click", () => onPick(showAtS(stance)));
    button.addEventListener("pointerdown", (event) => event.stopPropagation());
    return { button, stance };
  }

  #listen() {
    if (this.#dots.length) this.#dots[0].button.tabIndex = 0;
    for (const name of ["focusin", "pointerover"]) this.#group.addEventListener(name, ({ target }) => this.#showTip(target));
    for (const name of ["focusout", "pointerout"]) this.#group.addEventListener(name, () => (this.#tip.hidden = true));
    this.#group.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** Arrows stay here; the rest of the keys are the review's. */
  #onKey(event) {
    const step = STEP_OF_KEY[event.key];
    if (!step || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const at = this.#dots.findIndex(({ button }) => button === event.target);
    const next = this.#dots[Math.min(Math.max(at + step, 0), this.#dots.length - 1)].button;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  #showTip(target) {
    const button = target.closest(".curve__dot");
    if (!button) return;
    this.#tip.textContent = button.getAttribute("aria-label");
    this.#tip.hidden = false;
    const over = this.#group.parentElement.getBoundingClientRect();
    const dot = button.getBoundingClientRect();
    const middle = dot.left + dot.width / 2 - over.left - this.#tip.offsetWidth / 2;
    const left = Math.min(Math.max(middle, 0), over.width - this.#tip.offsetWidth);
    const above = dot.top - over.top - this.#tip.offsetHeight - 4;
    const top = above < 0 ? dot.bottom - over.top + 4 : above;
    this.#tip.style.transform = `translate(${left}px, ${top}px)`;
  }
}

function element(name, className) {
  return Object.assign(document.createElement(name), { className });
}
