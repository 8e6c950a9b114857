/** The pictures of a measurement by hand, in the order in which they are marked. No page, so that it can be tested alone. */
import { stampNear } from "review/frames";
import { OTHER_SIDE, SIDE_LETTER } from "review/stances";

export const MIN_A_SIDE = 3;
const WANTED_A_SIDE = 5;
const SAME_STANCE_S = 0.3;
const FIRST = "first";
const AGAIN = "again";
const LEVEL = "level";

/**
 * kind: "first", "again" (a picture marked before, its points hidden) or "level" (a line of the room).
 * side: the leg that stands, "" until somebody says it; isSaid: a person says it now. points: {xy, side, letter}.
 * isAnywhere: its instant may lie anywhere in the clip, for it is no machine's proposal.
 */
function picture(kind, timeS, side = "", points = []) {
  return { kind, timeS, proposedS: timeS, side, isSaid: false, isAnywhere: kind === FIRST && side === "", isSkipped: false, points };
}

/** Its leg is that of its first marks, whoever names that and when. */
function pictureAgain(first, points = []) {
  const { side: _, ...rest } = picture(AGAIN, first.timeS, "", points);
  return Object.defineProperty({ ...rest, first }, "side", { enumerable: true, get: () => first.side });
}

/** The picture that was marked first has not been moved to another instant since. */
function isOfSameInstant({ timeS, first }) {
  return first.timeS === timeS;
}

/** Marked before, proposed by the machine, and where it proposes too few, anywhere: then a person finds the instant. */
export function picturesToMark({ timesS, proposed, clicks }) {
  const marked = marksBefore(timesS, clicks);
  const known = marked.filter(({ kind }) => kind === FIRST);
  const isNew = ({ side, time_s: timeS }) => known.every((each) => each.side !== side || Math.abs(each.timeS - timeS) > SAME_STANCE_S);
  const fresh = proposed.filter(isNew).map(({ side, time_s: timeS }) => picture(FIRST, stampNear(timesS, timeS), side));
  const first = [...known, ...fresh].sort((one, other) => one.timeS - other.timeS);
  const missing = 2 * MIN_A_SIDE <= first.length ? 0 : 2 * WANTED_A_SIDE - first.length;
  const anywhere = Array.from({ length: missing }, (_, k) => picture(FIRST, stampNear(timesS, ((k + 0.5) / missing) * timesS.at(-1))));
  return [...first, ...anywhere, ...marked.filter(({ kind }) => kind === AGAIN)];
}

/** Who named their legs is not kept: whoever it was saw them in the view of then, and with another all are turned. */
function marksBefore(timesS, clicks) {
  const firsts = new Map();
  return clicks.map(({ time_s: atS, side, left_xy_px: left, right_xy_px: right }) => {
    const timeS = stampNear(timesS, atS);
    const name = `${timeS} ${side}`;
    const points = [point(left, "left"), point(right, "right")];
    if (firsts.has(name)) return pictureAgain(firsts.get(name), points);
    firsts.set(name, Object.assign(picture(FIRST, timeS, side, points), { isAnywhere: true }));
    return firsts.get(name);
  });
}

/** What comes after the pictures: one of each leg again, then the level, where nobody knows it. */
export function afterwards(pictures, isLevelKnown) {
  const more = [];
  if (!pictures.some((each) => each.kind === AGAIN && isOfSameInstant(each))) {
    for (const side of ["left", "right"]) {
      const found = pictures.find((each) => each.kind === FIRST && each.side === side && isWhole(each));
      if (found) more.push(pictureAgain(found));
    }
  }
  if (!isLevelKnown && !pictures.some(({ kind }) => kind === LEVEL)) more.push(picture(LEVEL, pictures[0].timeS));
  return more;
}

export function isWhole({ kind, side, points }) {
  return points.length === 2 && (kind === LEVEL || side !== "");
}

/** No picture of a stance is left to be marked or passed over. */
export function isThrough(pictures) {
  return pictures.every((each) => each.kind !== FIRST || each.isSkipped || isWhole(each));
}

/** The patient's right is the one further right in the picture when `rightward` is 1. */
export function nameEnds(points, rightward) {
  if (points.length < 2) return;
  const ends = [...points].sort((one, other) => rightward * (one.xy[0] - other.xy[0]));
  ["left", "right"].forEach((side, index) => Object.assign(ends[index], { side, letter: SIDE_LETTER[side] }));
}

/** In another view what the machine called a left leg is a right one; the ends are named by the view in any case. */
export function nameByView(pictures, rightward, isOther) {
  for (const each of pictures) {
    if (isOther && each.kind === FIRST && each.side && !each.isSaid) each.side = OTHER_SIDE[each.side];
    if (each.kind !== LEVEL) nameEnds(each.points, rightward);
  }
}

/** How many stances of each leg are marked. */
export function counts(pictures) {
  const of = (side) => pictures.filter((each) => each.kind === FIRST && each.side === side && isWhole(each)).length;
  return { left: of("left"), right: of("right") };
}

export function isEnough(pictures) {
  return Object.values(counts(pictures)).some((count) => count >= MIN_A_SIDE);
}

/** As the form sends them; a picture that was marked again comes twice, unless its first marks have gone or moved. */
export function asClicks(pictures) {
  const isKept = (each) => each.kind === FIRST || (isWhole(each.first) && isOfSameInstant(each));
  return pictures
    .filter((each) => each.kind !== LEVEL && isWhole(each) && isKept(each))
    .map(({ timeS, side, points }) => {
      const of = (end) => points.find((each) => each.side === end).xy;
      return { time_s: timeS, side, left_xy_px: of("left"), right_xy_px: of("right") };
    });
}

export function levelOf(pictures) {
  const level = pictures.find((each) => each.kind === LEVEL && isWhole(each));
  return level ? level.points.map(({ xy }) => xy) : null;
}

function point(xy, side) {
  return { xy, side, letter: SIDE_LETTER[side] };
}
