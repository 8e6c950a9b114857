/** Draws the followed body and the line of the pelvis over the video, in pixels of the picture. */
import { SIDE_LETTER } from "review/stances";
import { drawnOut } from "review/track";

// Pairs of BlazePose landmarks. The hip landmarks are not joined: they do not show the tilt of the pelvis.
const TRUNK = [[11, 12], [11, 23], [12, 24]];
const LEFT_LIMBS = [[11, 13], [13, 15], [23, 25], [25, 27], [27, 29], [29, 31], [27, 31]];
const RIGHT_LIMBS = [[12, 14], [14, 16], [24, 26], [26, 28], [28, 30], [30, 32], [28, 32]];
const JOINTS = [11, 12, 13, 14, 23, 24, 25, 26, 27, 28];
const LINE_OVERHANG = 1.45;

/** Colours that hold on any picture, light or dark: each stroke lies on a dark edge. */
const INK = { edge: "rgb(6 18 16 / 70%)", trunk: "#eef5f3", left: "#7fb2ff", right: "#ffab66", line: "#ffe45c", level: "#ffffff" };

export class Overlay {
  #canvas;
  #context;
  #track;
  isShown = true;
  hasGrid = false;

  constructor(canvas, track) {
    this.#canvas = canvas;
    this.#track = track;
    canvas.width = track.widthPx;
    canvas.height = track.heightPx;
    this.#context = canvas.getContext("2d");
  }

  draw(index) {
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (this.hasGrid) drawGrid(this.#context, this.#track);
    if (!this.isShown) return;
    drawBody(this.#context, this.#track, index);
    drawPelvis(this.#context, this.#track, index);
  }
}

function drawBody(context, track, index) {
  const points = track.landmarksPx(index);
  if (!points) return;
  const width = strokeWidth(track);
  for (const [pairs, ink] of [[TRUNK, INK.trunk], [LEFT_LIMBS, INK.left], [RIGHT_LIMBS, INK.right]]) {
    for (const [from, to] of pairs) {
      if (points[from] && points[to]) stroke(context, [points[from], points[to]], ink, width);
    }
  }
  for (const joint of JOINTS) if (points[joint]) dot(context, points[joint], width * 1.3, INK.trunk);
}

/** The line of the pelvis with the patient's sides at its ends, and level beside it to compare with. */
function drawPelvis(context, track, index) {
  const pelvis = track.pelvis(index);
  if (!pelvis) return;
  const width = strokeWidth(track) * 1.6;
  const ends = drawnOut(pelvis, LINE_OVERHANG);
  const [x, y] = pelvis.centre;
  context.setLineDash([width * 2, width * 2]);
  stroke(context, [[ends.left[0], y], [ends.right[0], y]], INK.level, width / 2);
  context.setLineDash(track.isMeasured ? [] : [width, width * 1.5]);
  stroke(context, [ends.left, ends.right], track.isMeasured ? INK.line : INK.trunk, width);
  context.setLineDash([]);
  for (const side of ["left", "right"]) {
    letter(context, SIDE_LETTER[side], ends[side], Math.sign(ends[side][0] - x), width * 5, INK[side]);
  }
}

function drawGrid(context, track) {
  const step = track.widthPx / 8;
  context.lineWidth = Math.max(1, track.widthPx / 720);
  context.strokeStyle = "rgb(255 255 255 / 45%)";
  context.beginPath();
  for (let x = step; x < track.widthPx; x += step) path(context, [[x, 0], [x, track.heightPx]]);
  for (let y = step; y < track.heightPx; y += step) path(context, [[0, y], [track.widthPx, y]]);
  context.stroke();
}

function strokeWidth(track) {
  return Math.max(2, Math.min(track.widthPx, track.heightPx) / 200);
}

function stroke(context, points, ink, width) {
  context.lineCap = "round";
  for (const [style, thickness] of [[INK.edge, width * 1.9], [ink, width]]) {
    context.beginPath();
    path(context, points);
    context.strokeStyle = style;
    context.lineWidth = thickness;
    context.stroke();
  }
}

function path(context, [[fromX, fromY], [toX, toY]]) {
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
}

function dot(context, [x, y], radius, ink) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = ink;
  context.fill();
  context.lineWidth = radius / 2;
  context.strokeStyle = INK.edge;
  context.stroke();
}

function letter(context, text, [x, y], outwards, size, ink) {
  context.font = `700 ${size}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = size / 4;
  context.strokeStyle = INK.edge;
  context.strokeText(text, x + outwards * size * 0.8, y);
  context.fillStyle = ink;
  context.fillText(text, x + outwards * size * 0.8, y);
}
