import { stampNear } from "review/frames";
import { StepMarks } from "review/step_marks";

const SAME_S = 0.002;
const NAMES = { contact: "contact", toe_off: "toe-off" };
const ADDS = { "1": ["left", "contact"], "2": ["left", "toe_off"], "3": ["right", "contact"], "4": ["right", "toe_off"] };

/**
 * Contacts and toe-offs, corrected: one of them is chosen, on the curve or with the keys, and moved to the frame in
 * view, dragged, or deleted; a new one is added at the frame in view.
 */
export class Steps {
  #part;
  #player;
  #events;
  #marks;
  #stampOf;
  #chosen = null;
  isOpen = false;

  constructor({ part, player, track, stances, curve }) {
    this.#part = part;
    this.#player = player;
    this.#events = eventsOf(stances);
    this.#stampOf = (timeS) => stampNear(track.timesS, timeS);
    this.#marks = new StepMarks(curve.plot, this.#events, {
      onChoose: (event) => this.#choose(event),
      onDrag: (timeS) => this.#player.showTime(timeS),
      onDrop: (timeS) => this.#drop(this.#stampOf(timeS)),
    });
    this.deeds = {
      steps: () => (this.isOpen ? this.close() : this.open()),
      "event-previous": () => this.#goTo(this.#events.findLast((each) => each.atS < this.#nowS() - SAME_S)),
      "event-next": () => this.#goTo(this.#events.find((each) => each.atS > this.#nowS() + SAME_S)),
      "event-move": () => this.#move(),
      "event-delete": () => this.#send({ ...this.#chosen, toS: null }),
      ...Object.fromEntries(Object.entries(ADDS).map(([key, [side, kind]]) => [`event-add-${key}`, () => this.#add(side, kind)])),
    };
    player.addEventListener("frame", () => this.isOpen && this.#say());
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  open() {
    this.isOpen = true;
    this.#show();
  }

  close() {
    this.isOpen = false;
    this.#chosen = null;
    this.#show();
  }

  #show() {
    this.#part("steps-panel").hidden = !this.isOpen;
    this.#part("steps-toggle").setAttribute("aria-pressed", this.isOpen);
    this.#marks.show(this.isOpen, this.#chosen);
    this.#say();
  }

  #nowS() {
    return this.#chosen?.atS ?? this.#player.timeS;
  }

  #goTo(event) {
    if (event) this.#choose(event);
  }

  #choose(event) {
    this.#chosen = event;
    this.#player.pause();
    this.#player.showTime(event.atS);
    this.#show();
  }

  #say() {
    const chosen = this.#chosen;
    const isElsewhere = chosen !== null && this.#isMove(this.#player.timeS);
    this.#part("steps-say").textContent = chosen
      ? `${chosen.side} ${NAMES[chosen.kind]} at ${chosen.atS.toFixed(2)} s is chosen.${isElsewhere ? ` Move it to ${this.#player.timeS.toFixed(2)} s?` : " Go to the frame where it belongs."}`
      : "Choose a contact ▼ or toe-off ▲ on the curve, or add one at the frame in view.";
    this.#part("event-move").disabled = !isElsewhere;
    this.#part("event-delete").disabled = chosen === null;
  }

  /** Less than a frame is no move: a contact may lie between two frames. */
  #isMove(toS) {
    return Math.abs(this.#stampOf(this.#chosen.atS) - toS) > SAME_S;
  }

  #drop(toS) {
    if (this.#isMove(toS)) this.#move(toS);
    else this.#show();
  }

  #move(toS = this.#player.timeS) {
    if (this.#chosen && this.#isMove(toS)) this.#send({ ...this.#chosen, toS });
  }

  #add(side, kind) {
    this.#send({ side, kind, atS: null, toS: this.#player.timeS });
  }

  #send({ side, kind, atS, toS }) {
    if (!side) return;
    const values = { "event-side": side, "event-kind": kind, "event-at": atS?.toFixed(3), "event-to": toS?.toFixed(3) };
    for (const [name, value] of Object.entries(values)) this.#part(name).value = value ?? "";
    this.#part("steps-say").textContent = "Working it out…";
    this.#part("event-form").requestSubmit();
  }

  #key(event) {
    if (!this.#part("keys-on").checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const deed = key === "e" ? "steps" : this.isOpen && KEYS[key];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    this.deeds[deed]();
  }
}

const KEYS = {
  "<": "event-previous",
  ">": "event-next",
  m: "event-move",
  Delete: "event-delete",
  ...Object.fromEntries(Object.keys(ADDS).map((key) => [key, `event-add-${key}`])),
};

function isTyping(target) {
  return document.querySelector("dialog[open]") !== null || target.closest("textarea, select, input:not([type=range], [type=checkbox], [type=radio])") !== null;
}

function eventsOf(stances) {
  return stances
    .flatMap(({ side, initial_contact_s: contactS, toe_off_s: toeOffS }) => [
      { side, kind: "contact", atS: contactS },
      { side, kind: "toe_off", atS: toeOffS },
    ])
    .sort((one, other) => one.atS - other.atS);
}
