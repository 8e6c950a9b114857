/** Keeps two clips at the same instant of the same gait event: so many strides after a contact of the same foot. */

const NOW_S = 0.02;
const SIDES = ["right", "left"];

/** Contacts of each foot in the order of the walk; `stances` are those of a result. */
export function contactsOf(stances) {
  const of = (side) => stances.filter((each) => each.side === side).map((each) => each.initial_contact_s);
  return { left: of("left"), right: of("right") };
}

/** When the walk has come to `position`: a whole number is a contact, a fraction a part of the stride after it. */
export function timeAtS(contacts, position) {
  const last = contacts.length - 1;
  const base = Math.min(Math.max(Math.floor(position), 0), Math.max(last - 1, 0));
  return contacts[base] + (position - base) * strideS(contacts, base);
}

/** The other way round. */
export function positionAt(contacts, timeS) {
  const last = Math.max(contacts.length - 2, 0);
  const base = Math.min(Math.max(contacts.findLastIndex((at) => at <= timeS), 0), last);
  return base + (timeS - contacts[base]) / strideS(contacts, base);
}

function strideS(contacts, base) {
  return contacts.length > 1 ? contacts[base + 1] - contacts[base] : 1;
}

/** The shared clock of two clips. `contacts` are those of both, as contactsOf gives them. */
export class Lock {
  #contacts;
  #anchors = [0, 0];
  #strides = 0;
  side = null;
  nudgesS = [0, 0];

  constructor(contacts) {
    this.#contacts = contacts;
    this.side = SIDES.find((side) => contacts.every((each) => each[side].length > 0)) ?? null;
  }

  /** False for two clips that share no contact of one foot: there is nothing to lock to. */
  get isPossible() {
    return this.side !== null;
  }

  /** Number of the contact of each clip, from 1, and how far into the stride both are. */
  get where() {
    return { side: this.side, numbers: this.#anchors.map((anchor) => anchor + 1), strides: this.#strides };
  }

  timeS(clip) {
    return timeAtS(this.#contacts[clip][this.side], this.#anchors[clip] + this.#strides) + this.nudgesS[clip];
  }

  /** Length of the stride under way, in the clip where it is shorter. */
  get shortestStrideS() {
    return Math.min(...this.#contacts.map((each, clip) => strideS(each[this.side], this.#anchors[clip])));
  }

  /** Both on by this part of a stride. */
  move(strides) {
    this.#strides += strides;
    this.#settle();
  }

  /** Both to their next or previous contact of a side, a nudge left aside. False where one of them has none. */
  to(side, direction) {
    const found = this.#contacts.map((each, clip) => beside(each[side], this.timeS(clip) - this.nudgesS[clip], direction));
    if (found.some((index) => index < 0)) return false;
    this.side = side;
    this.#anchors = found;
    this.#strides = 0;
    return true;
  }

  /** Both to where the one clip is sought by hand. */
  seek(clip, timeS) {
    this.#strides = positionAt(this.#contacts[clip][this.side], timeS - this.nudgesS[clip]) - this.#anchors[clip];
    this.#settle();
  }

  /** Name the stride by its own contact: 1.2 strides after contact 3 are 0.2 after contact 4. */
  #settle() {
    const spare = this.#contacts.map((each, clip) => each[this.side].length - 1 - this.#anchors[clip]);
    const whole = Math.max(Math.min(Math.floor(this.#strides), ...spare), -Math.min(...this.#anchors));
    this.#anchors = this.#anchors.map((anchor) => anchor + whole);
    this.#strides -= whole;
  }
}

function beside(contacts, timeS, direction) {
  return direction > 0
    ? contacts.findIndex((at) => at > timeS + NOW_S)
    : contacts.findLastIndex((at) => at < timeS - NOW_S);
}
