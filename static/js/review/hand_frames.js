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
 * side: the leg that stands, "" until somebody says it; isSaid: a person said it. points: {xy, side, letter}.
 */
function picture(kind, timeS, side = "", points = []) {
  return { kind, timeS, proposedS: timeS, side, isSaid: false, isSkipped: false, points };
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

function marksBefore(timesS, clicks) {
  const seen = new Set();
  return clicks.map(({ time_s: atS, side, left_xy_px: left, right_xy_px: right }) => {
    const timeS = stampNear(timesS, atS);
    const name = `${timeS} ${side}`;
    const found = picture(seen.has(name) ? AGAIN : FIRST, timeS, side, [point(left, "left"), point(right, "right")]);
    seen.add(name);
    return Object.assign(found, { isSaid: true });
  });
}

/** What comes after the pictures: one of each leg again, then the level, where nobody knows it. */
export function afterwards(pictures, isLevelKnown) {
  const more = [];
  if (!pictures.some(({ kind }) => kind === AGAIN)) {
    for (const side of ["left", "right"]) {
      const found = pictures.find((each) => each.kind === FIRST && each.side === side && isWhole(each));
      if (found) more.push(Object.assign(picture(AGAIN, found.timeS, side), { first: found }));
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
    if (isOther && each.side && !each.isSaid) each.side = OTHER_SIDE[each.side];
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
  const isKept = ({ kind, first, timeS, side }) => kind === FIRST || !first || (isWhole(first) && first.timeS === timeS && first.side === side);
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
