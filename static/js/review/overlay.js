/** Draws the followed body and the line of the pelvis over the video, in pixels of the picture. */
import { SIDE_LETTER } from "review/stances";
import { drawnOut } from "review/track";

const LINE_OVERHANG = 2;

// The hips are not joined: the line between these two landmarks does not show the tilt of the pelvis.
const NOT_A_BONE = "left_hip right_hip";

/** Colours that hold on any picture, light or dark: each stroke lies on a dark edge. */
export const INK = { edge: "rgb(6 18 16 / 70%)", trunk: "#eef5f3", left: "#7fb2ff", right: "#ffab66", line: "#ffe45c", level: "#ffffff" };

export class Overlay {
  #canvas;
  #context;
  #track;
  isShown = true;
  hasGrid = false;
  hasPlumb = false;

  /** Where the plumb line hangs while no pelvis is followed, in pixels of the picture. */
  plumbX;

  /** What grid and plumb are turned by in the picture, clockwise: the roll of the camera. */
  levelRad = 0;

  /** The same of the level beside the pelvic line: the zero of its degrees, in quiet standing or the horizontal. */
  zeroRad = 0;

  /** Called with (context, index) after everything else: what other tools draw on this frame. */
  layers = [];

  constructor(canvas, track) {
    this.#canvas = canvas;
    this.#track = track;
    this.plumbX = track.widthPx / 2;
    canvas.width = track.widthPx;
    canvas.height = track.heightPx;
    this.#context = canvas.getContext("2d");
  }

  draw(index) {
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (this.hasGrid) drawGrid(this.#context, this.#track, this.levelRad);
    if (this.hasPlumb) drawPlumb(this.#context, this.#track, this.#plumbAt(index), this.levelRad);
    if (this.isShown) {
      drawBody(this.#context, this.#track, index);
      drawPelvis(this.#context, this.#track, index, this.zeroRad);
    }
    for (const layer of this.layers) layer(this.#context, index);
  }

  #plumbAt(index) {
    return this.#track.pelvisCentre(index) ?? [this.plumbX, this.#track.heightPx / 2];
  }
}

function drawBody(context, track, index) {
  const width = strokeWidth(track);
  for (const [from, to] of track.bones) {
    const ends = [track.joint(from, index), track.joint(to, index)];
    if (ends[0] && ends[1] && `${from} ${to}` !== NOT_A_BONE) stroke(context, ends, INK[sideOfBone(from, to)], width);
  }
}

function sideOfBone(from, to) {
  const [side] = from.split("_");
  return to.startsWith(side) ? side : "trunk";
}

/** The line of the pelvis with the patient's sides at its ends, and the zero its degrees are counted from. */
function drawPelvis(context, track, index, zeroRad) {
  const pelvis = track.pelvis(index);
  if (!pelvis) return;
  const width = strokeWidth(track) * 1.6;
  const ends = drawnOut(pelvis, LINE_OVERHANG);
  const [x, y] = pelvis.centre;
  const rise = Math.tan(zeroRad);
  context.setLineDash([width * 2, width * 2]);
  stroke(context, [ends.left, ends.right].map(([endX]) => [endX, y + rise * (endX - x)]), INK.level, width / 3);
  context.setLineDash(pelvis.isMeasured ? [] : [width, width * 1.5]);
  const ink = pelvis.isMeasured ? INK.line : INK.trunk;
  stroke(context, [ends.left, ends.right], ink, width / 2);
  stroke(context, [pelvis.left, pelvis.right], ink, width);
  context.setLineDash([]);
  for (const side of ["left", "right"]) {
    letter(context, SIDE_LETTER[side], ends[side], Math.sign(ends[side][0] - x), width * 5, INK[side]);
  }
}

/** Level and upright lines, turned with the camera about the middle of the picture. */
function drawGrid(context, { widthPx, heightPx }, levelRad) {
  const step = widthPx / 8;
  const reach = Math.hypot(widthPx, heightPx) / 2;
  context.save();
  context.translate(widthPx / 2, heightPx / 2);
  context.rotate(levelRad);
  context.lineWidth = Math.max(1, widthPx / 720);
  context.strokeStyle = "rgb(255 255 255 / 45%)";
  context.beginPath();
  for (let at = 0; at < reach; at += step) {
    for (const each of at ? [at, -at] : [0]) {
      path(context, [[each, -reach], [each, reach]]);
      path(context, [[-reach, each], [reach, each]]);
    }
  }
  context.stroke();
  context.restore();
}

/** Upright through this point: the middle of the pelvis, or where somebody put it. */
function drawPlumb(context, track, [x, y], levelRad) {
  const lean = Math.tan(levelRad);
  const ends = [0, track.heightPx].map((endY) => [x + lean * (y - endY), endY]);
  stroke(context, ends, INK.level, strokeWidth(track) / 2);
}

/** As thick on the screen close up as from afar, so that a line never hides what it lies on. */
export function strokeWidth(track) {
  return Math.max(2, Math.min(track.widthPx, track.heightPx) / 200) / track.closeness;
}

export function stroke(context, points, ink, width) {
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
