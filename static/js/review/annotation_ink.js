/** Paints what somebody drew or wrote on a frame. */
import { labelOf } from "review/hand_angles";
import { INK, stroke, strokeWidth } from "review/overlay";

const DRAWN = "#ff7ad9";
const LONGEST_LINE = 34;

/** `points` in pixels of the picture; `isDraft` shows the points themselves, to be moved. */
export function drawAnnotation(context, track, { kind, points_px: points, text }, isDraft = false) {
  const width = strokeWidth(track) * 0.75;
  if (kind === "slope" && points.length === 2) drawHorizontal(context, points, width, track.levelDeg);
  for (let at = 1; at < points.length; at += 1) stroke(context, [points[at - 1], points[at]], DRAWN, width);
  if (isDraft) for (const point of points) drawPoint(context, point, width * 5);
  const says = [labelOf(kind, points, track.levelDeg), text].filter(Boolean).join("  ");
  if (says) write(context, track, says, anchorOf(kind, points, track), width * 8);
}

/** Where the keyboard's next point will go. */
export function drawCross(context, track, [x, y]) {
  const width = strokeWidth(track) / 2;
  const arm = width * 12;
  stroke(context, [[x - arm, y], [x + arm, y]], INK.line, width);
  stroke(context, [[x, y - arm], [x, y + arm]], INK.line, width);
}

function drawHorizontal(context, [one, other], width, levelDeg) {
  const [left, right] = [Math.min(one[0], other[0]), Math.max(one[0], other[0])];
  const y = (one[1] + other[1]) / 2;
  context.setLineDash([width * 3, width * 3]);
  const rise = (Math.tan((levelDeg * Math.PI) / 180) * (right - left)) / 2;
  stroke(context, [[left, y - rise], [right, y + rise]], INK.level, width / 2);
  context.setLineDash([]);
}

function drawPoint(context, [x, y], radius) {
  for (const [ink, thickness] of [[INK.edge, radius / 2], [DRAWN, radius / 4]]) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = ink;
    context.lineWidth = thickness;
    context.stroke();
  }
}

/** Beside the vertex or the last point; a note without a point stands in the upper left corner. */
function anchorOf(kind, points, track) {
  const at = kind === "angle" ? points[1] : points.at(-1);
  return at ?? [track.widthPx * 0.03, track.heightPx * 0.03];
}

/** On a plate of its own, so that it reads on any picture, and inside the picture. */
function write(context, track, says, [x, y], size) {
  const lines = brokenUp(says);
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textAlign = "left";
  context.textBaseline = "top";
  const pad = size * 0.35;
  const wide = Math.max(...lines.map((line) => context.measureText(line).width)) + 2 * pad;
  const high = lines.length * size * 1.25 + 2 * pad;
  const left = Math.max(0, Math.min(x + size, track.widthPx - wide));
  const top = Math.max(0, Math.min(y + size / 2, track.heightPx - high));
  context.fillStyle = INK.edge;
  context.fillRect(left, top, wide, high);
  context.fillStyle = INK.level;
  lines.forEach((line, index) => context.fillText(line, left + pad, top + pad + index * size * 1.25));
}

function brokenUp(says) {
  const lines = [""];
  for (const word of says.split(/\s+/)) {
    if (lines.at(-1) && lines.at(-1).length + word.length >= LONGEST_LINE) lines.push("");
    lines.push([lines.pop(), word].filter(Boolean).join(" "));
  }
  return lines;
}
