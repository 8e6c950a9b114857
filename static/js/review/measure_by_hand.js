import { frameNear } from "review/frames";
import { afterwards, asClicks, counts, isEnough, isThrough, isWhole, levelOf, nameByView, nameEnds, picturesToMark } from "review/hand_frames";

const ENLARGED = 3;
const HIPS_IN_VIEW = 2.4;
const ABOVE_HIPS = 0.35;
const BESIDE_S = 0.35;
const DEED_OF_KEY = { ",": "hand-earlier", ".": "hand-later", PageUp: "hand-back", PageDown: "hand-next", l: "hand-left", r: "hand-right", Escape: "mark-stop" };

/**
 * Measuring by hand: one picture after the other, two points each, at the deepest instant of a stance. What comes of it
 * is not shown before it is sent, so that no hand is led by it.
 */
export class MeasureByHand {
  #bench;
  #loupe;
  #pictures;
  #at = 0;
  #past = [];
  #centre = null;
  #namedFor;
  isOpen = false;

  constructor(bench, loupe) {
    this.#bench = bench;
    this.#loupe = loupe;
    this.#namedFor = bench.track.rightward();
    this.#pictures = picturesToMark({ timesS: bench.track.timesS, proposed: bench.handFrames, clicks: bench.clicksByHand });
    this.deeds = {
      "hand-back": () => this.#show(this.#at - 1),
      "hand-next": () => this.#pass(),
      "hand-undo": () => this.#undo(),
      "hand-earlier": () => this.#move(-1),
      "hand-later": () => this.#move(1),
      "hand-whole": () => this.#lookAround(),
      "hand-left": () => this.#sayLeg("left"),
      "hand-right": () => this.#sayLeg("right"),
    };
    const { part, player, section } = bench;
    part("hand-legs").addEventListener("change", ({ target }) => this.#sayLeg(target.value));
    part("hand-view").addEventListener("change", () => this.#turn());
    part("hand-instant").addEventListener("input", ({ target }) => this.#moveTo(Number(target.value)));
    player.addEventListener("frame", () => this.isOpen && this.#loupe.draw());
    section.addEventListener("keydown", (event) => this.#key(event), { capture: true });
    section.addEventListener("keydown", (event) => this.isOpen && event.stopPropagation());
  }

  open() {
    const { part } = this.#bench;
    this.isOpen = true;
    part("hand-panel").hidden = false;
    this.#takeTheWindow(true);
    const next = this.#pictures.findIndex((each) => !isWhole(each));
    this.#show(Math.max(next, 0));
  }

  close() {
    this.isOpen = false;
    this.#bench.part("hand-panel").hidden = true;
    this.#loupe.close();
    this.#takeTheWindow(false);
  }

  /** The rest of the page is neither seen nor reached meanwhile. */
  #takeTheWindow(isTaken) {
    const { section, part } = this.#bench;
    section.classList.toggle("review--by-hand", isTaken);
    for (let each = part("stage").parentElement; each !== document.body; each = each.parentElement) {
      for (const other of each.parentElement.children) if (other !== each) other.inert = isTaken;
    }
  }

  get #picture() {
    return this.#pictures[this.#at];
  }

  get #view() {
    return this.#bench.part("hand-view").querySelector("input:checked")?.value ?? "";
  }

  get #rightward() {
    return this.#bench.rightwardFromBehind * (this.#view === "anterior" ? -1 : 1);
  }

  #show(at) {
    this.#at = Math.min(Math.max(at, 0), this.#pictures.length - 1);
    const { player } = this.#bench;
    const { kind, timeS, points } = this.#picture;
    player.pause();
    player.showTime(timeS);
    const label = kind === "level" ? "The whole picture" : "The pelvis, enlarged";
    this.#loupe.open({ label, view: () => this.#frameOfLoupe(), points, most: 2, onChange: () => this.#change() });
    this.#sayInstant();
    this.#say();
  }

  /** The next picture that is not marked yet; behind the last come those to be marked again, and the level. */
  #goOn() {
    if (isThrough(this.#pictures)) this.#pictures.push(...afterwards(this.#pictures, this.#bench.isLevelKnown));
    const open = (each) => !isWhole(each) && !each.isSkipped;
    const later = this.#pictures.findIndex((each, at) => at > this.#at && open(each));
    const next = later < 0 ? this.#pictures.findIndex(open) : later;
    if (next < 0) this.#say();
    else this.#show(next);
  }

  #pass() {
    if (!isWhole(this.#picture)) this.#picture.isSkipped = true;
    this.#goOn();
  }

  /** Where to look: at the hips where somebody is followed, else where a first press said the pelvis is. */
  #frameOfLoupe() {
    const { track, player, part } = this.#bench;
    const { clientWidth: width, clientHeight: height } = part("stage");
    const scale = Math.min(width / track.widthPx, height / track.heightPx);
    const whole = { centre: [track.widthPx / 2, track.heightPx / 2], scale };
    if (this.#picture.kind === "level" || this.#picture.isWide) return whole;
    const [left, right] = ["left_hip", "right_hip"].map((name) => track.joint(name, player.index));
    if (this.#centre) return { centre: this.#centre, scale: ENLARGED * scale };
    if (!left || !right) return whole;
    const across = Math.hypot(left[0] - right[0], left[1] - right[1]);
    const centre = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2 - ABOVE_HIPS * across];
    return { centre, scale: Math.max(scale, Math.min(ENLARGED, width / (HIPS_IN_VIEW * Math.max(across, 1)))) };
  }

  get #isLost() {
    const { track, player } = this.#bench;
    const isFollowed = track.joint("left_hip", player.index) && track.joint("right_hip", player.index);
    return this.#picture.kind !== "level" && (this.#picture.isWide || (!this.#centre && !isFollowed));
  }

  #change() {
    const picture = this.#picture;
    if (this.#isLost && picture.points.length) {
      this.#centre = picture.points.pop().xy;
      picture.isWide = false;
    } else if (picture.kind !== "level") {
      if (!this.#takeFrameInView()) return;
      nameEnds(picture.points, this.#rightward);
    }
    picture.isSkipped = false;
    if (picture.points.length > (picture.set ?? 0)) this.#past.push(picture);
    picture.set = picture.points.length;
    if (isWhole(picture) && this.#view && picture.points !== picture.told) {
      picture.told = picture.points;
      this.#goOn();
    } else this.#say();
    this.#loupe.draw();
  }

  /** Points belong to the picture they were set on, should another one be in view; one marked again has its own. */
  #takeFrameInView() {
    const { kind, timeS, points } = this.#picture;
    const nowS = this.#bench.player.timeS;
    if (nowS === timeS) return true;
    points.splice(0, kind === "again" ? points.length : points.length - 1);
    if (kind === "again") this.#show(this.#at);
    else this.#picture.timeS = nowS;
    return kind !== "again";
  }

  #move(frames) {
    this.#moveTo(frameNear(this.#bench.track.timesS, this.#picture.timeS) + frames);
  }

  /** To another instant of this stance, whose picture is not marked yet. */
  #moveTo(index) {
    const { track, player } = this.#bench;
    const picture = this.#picture;
    if (picture.kind !== "first" || !(index in track.timesS)) return;
    picture.points.length = 0;
    Object.assign(picture, { told: null, set: 0, timeS: track.timesS[index] });
    player.pause();
    player.show(index);
    this.#sayInstant();
    this.#say();
    this.#loupe.draw();
  }

  #undo() {
    const last = this.#past.pop();
    if (!last) return;
    last.points.pop();
    Object.assign(last, { told: null, set: last.points.length });
    this.#show(this.#pictures.indexOf(last));
  }

  #lookAround() {
    this.#centre = null;
    this.#picture.isWide = true;
    this.#say();
    this.#loupe.draw();
  }

  #sayLeg(side) {
    if (this.#picture.kind !== "first") return;
    Object.assign(this.#picture, { side, isSaid: true, isAnywhere: true });
    if (isWhole(this.#picture) && this.#view) this.#goOn();
    else this.#say();
  }

  #turn() {
    nameByView(this.#pictures, this.#rightward, this.#rightward !== this.#namedFor);
    this.#namedFor = this.#rightward;
    this.#bench.part("hand-how").open = false;
    if (isWhole(this.#picture)) this.#goOn();
    else this.#say();
    this.#loupe.draw();
  }

  #key(event) {
    if (!this.isOpen || event.altKey || event.target.closest("select, textarea")) return;
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    const deed = event.ctrlKey || event.metaKey ? null : DEED_OF_KEY[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!isUndo && !deed) return;
    event.preventDefault();
    event.stopPropagation();
    if (isUndo) this.#undo();
    else if (deed === "mark-stop") this.close();
    else this.deeds[deed]();
  }

  /** A proposed instant is looked for beside itself; one that nobody proposed, in the whole clip. */
  #sayInstant() {
    const { part, track, player } = this.#bench;
    const { proposedS, timeS, kind, isAnywhere } = this.#picture;
    const from = isAnywhere ? 0 : frameNear(track.timesS, proposedS - BESIDE_S);
    const to = isAnywhere ? player.frames - 1 : frameNear(track.timesS, proposedS + BESIDE_S);
    Object.assign(part("hand-instant"), { min: from, max: to, value: frameNear(track.timesS, timeS), disabled: kind !== "first" });
    part("hand-instant").setAttribute("aria-valuetext", `${timeS.toFixed(2)} seconds`);
  }

  #say() {
    const { part } = this.#bench;
    const picture = this.#picture;
    const { left, right } = counts(this.#pictures);
    part("hand-count").textContent = `Picture ${this.#at + 1} of ${this.#pictures.length} · marked: left ${left}, right ${right}`;
    part("hand-say").textContent = this.#words(picture);
    for (const radio of part("hand-legs").querySelectorAll("input")) radio.checked = radio.value === picture.side;
    part("hand-legs").disabled = picture.kind !== "first";
    part("hand-undo").disabled = this.#past.length === 0;
    part("hand-whole").hidden = picture.kind === "level";
    part("hand-frames").value = JSON.stringify(asClicks(this.#pictures));
    const level = levelOf(this.#pictures);
    part("hand-line").value = level ? JSON.stringify(level) : "";
    const isReady = isEnough(this.#pictures) && this.#view !== "";
    part("hand-send").disabled = !isReady;
    part("hand-send").classList.toggle("button--primary", isReady);
  }

  #words({ kind, side, points }) {
    if (!this.#view) return "First say from which side it was filmed.";
    if (kind === "level") return levelWords(points.length);
    if (this.#isLost) return "Point at the pelvis: the picture is enlarged there.";
    const todo = ["Point at both", "Now the other point", "Marked; drag a point to change it"][points.length];
    if (kind === "again") return `This picture again, without your first marks. ${todo}.`;
    if (!side) return "Go to an instant at which one leg stands and the pelvis hangs lowest on the other side, and say which leg stands.";
    return `${side === "left" ? "Left" : "Right"} leg stands. Where does the other side hang lowest? Move the instant if it is not here. ${todo}.`;
  }
}

function levelWords(set) {
  if (set === 2) return "Level line drawn; drag an end to change it, or measure.";
  return `Nothing in view told what is level. Point at ${set ? "the other" : "one"} end of something level (a skirting board, a bar, a sill), or skip this: the interval is much wider without.`;
}
