/** What a person set beside what was read by itself: how far the two lie apart, before it counts. */
import { degrees } from "review/curves";

const Z95 = 1.96;

/** Error of a level line drawn by hand, as the engine takes it (SAID_LEVEL_SIGMA_DEG). */
const DRAWN_SIGMA_DEG = 0.4;

/** Points nearer than this are borne out; the same distance contradicts in the engine (DOUBT_DEG). */
const POINTS_APART_DEG = 3;

/** Usual error of one point, in pixels of a picture whose long side has 1280 (CLICK_ERROR_PX). */
const CLICK_ERROR_PX = 1.5;

const PERSONS_OWN = ["clicks", "by_hand", "landmarks"];

/**
 * The readings of level that a drawn line contradicts: [{name, deg, apartDeg}], in degrees clockwise in the picture.
 * readings: [{name, deg, sigmaDeg}] in the same sense.
 */
export function levelApart(lineDeg, readings) {
  return readings
    .map((each) => ({ ...each, apartDeg: Math.abs(lineDeg - each.deg) }))
    .filter(({ apartDeg, sigmaDeg }) => apartDeg > Z95 * Math.hypot(DRAWN_SIGMA_DEG, sigmaDeg));
}

/**
 * The readings of the pelvis that marked points contradict, on average over the marked pictures: [{name, apartDeg}].
 * pictures: [{index, points}], whole ones; fallDeg(source, index): fall of that line to the right of the picture, null
 * where it is not known or not trusted; names: by source.
 */
export function pointsApart(pictures, { sources, fallDeg, names, longSidePx }) {
  return sources
    .filter((source) => !PERSONS_OWN.includes(source))
    .map((source) => ({ source, name: names[source], ...meanApart(pictures, (index) => fallDeg(source, index), longSidePx) }))
    .filter(({ apartDeg, errorDeg }) => apartDeg > Math.max(POINTS_APART_DEG, Z95 * errorDeg));
}

/** Your line differs from two other readings by 3.0° and 2.6° (the edges of the room, quiet standing): keep or redo? */
export function apartSays(what, apart) {
  const count = ["no", "another", "two other", "three other"][apart.length] ?? `${apart.length} other`;
  const sizes = listed(apart.map(({ apartDeg }) => degrees(apartDeg)));
  return `${what} ${count} reading${apart.length > 1 ? "s" : ""} by ${sizes} (${apart.map(({ name }) => name).join(", ")}): keep or redo?`;
}

/**
 * Fall of the line through two points, degrees, + = lower at the right of the picture.
 * @param {number[][]} ends
 */
export function fallOf(ends) {
  const [one, other] = ends;
  const [left, right] = one[0] <= other[0] ? [one, other] : [other, one];
  return (Math.atan2(right[1] - left[1], right[0] - left[0]) * 180) / Math.PI;
}

function meanApart(pictures, fallDeg, longSidePx) {
  const known = pictures.filter(({ index }) => fallDeg(index) !== null);
  if (known.length === 0) return { apartDeg: 0, errorDeg: 0 };
  const ends = known.map(({ points }) => points.map(({ xy }) => xy));
  const offDeg = mean(known.map(({ index }, at) => fallOf(ends[at]) - fallDeg(index)));
  const errorPx = (CLICK_ERROR_PX * longSidePx) / 1280;
  const errorDeg = mean(ends.map(([one, other]) => (Math.SQRT2 * errorPx) / Math.hypot(one[0] - other[0], one[1] - other[1])));
  return { apartDeg: Math.abs(offDeg), errorDeg: (errorDeg * 180) / Math.PI / Math.sqrt(known.length) };
}

function mean(values) {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
