/** What a drawing measures, for the label beside it while it is drawn; the server says the same of what it keeps. */
import { degrees } from "review/curves";

export const POINTS_OF_KIND = { angle: 3, slope: 2, line: 2, note: 1 };

/**
 * The label of a drawing; empty for what measures nothing or is not whole yet. levelDeg: how far level falls to the
 * right of the picture.
 */
export function labelOf(kind, points, levelDeg = 0) {
  if (kind === "angle" && points.length === 3) return degrees(angleDeg(points));
  if (kind === "slope" && points.length === 2) return degrees(Math.abs(slopeDeg(points) - levelDeg));
  return "";
}

/** The angle at the middle one of three points, 0 to 180. */
export function angleDeg([one, vertex, other]) {
  const turn = directionDeg(vertex, other) - directionDeg(vertex, one);
  return Math.abs(((turn + 540) % 360) - 180);
}

/** The acute angle between a line and the horizontal of the picture, + = its end right in the picture is lower. */
export function slopeDeg([one, other]) {
  const [left, right] = one[0] <= other[0] ? [one, other] : [other, one];
  return directionDeg(left, right);
}

function directionDeg(from, to) {
  return (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
}
