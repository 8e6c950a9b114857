import { frameNear } from "review/frames";
import { SIDE_LETTER } from "review/stances";
import { drawnOut } from "review/track";

const OVERHANG = 2;
const SVG = "http://www.w3.org/2000/svg";

/** Draws the line of the pelvis, and level beside it, into each <svg data-key-frame-at="seconds">. */
export function drawKeyFrames(section, track) {
  for (const svg of section.querySelectorAll("[data-key-frame-at]")) {
    const pelvis = track.pelvis(frameNear(track.timesS, Number(svg.dataset.keyFrameAt)));
    if (pelvis) drawLine(svg, pelvis, track);
  }
}

function drawLine(svg, pelvis, track) {
  const { left, right } = drawnOut(pelvis, OVERHANG);
  cropTo(svg, pelvis, track);
  add(svg, "line", "key-frame__level", { x1: left[0], y1: pelvis.centre[1], x2: right[0], y2: pelvis.centre[1] });
  for (const name of ["key-frame__edge", "key-frame__line"]) {
    add(svg, "line", name, { x1: left[0], y1: left[1], x2: right[0], y2: right[1] });
  }
  for (const [side, [x, y]] of Object.entries({ left, right })) {
    const away = Math.sign(x - pelvis.centre[0]) * pelvis.halfPx * 0.3;
    const letter = add(svg, "text", `key-frame__letter key-frame__letter--${side}`, { x: x + away, y, "font-size": pelvis.halfPx * 0.45 });
    letter.textContent = SIDE_LETTER[side];
  }
}

/** The trunk and thighs around the pelvis. */
function cropTo(svg, { centre, halfPx }, track) {
  const width = Math.min(halfPx * 8, track.widthPx);
  const height = Math.min(width, track.heightPx);
  const x = Math.min(Math.max(centre[0] - width / 2, 0), track.widthPx - width);
  const y = Math.min(Math.max(centre[1] - height / 2, 0), track.heightPx - height);
  svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
}

function add(svg, shape, className, attributes) {
  const element = svg.appendChild(document.createElementNS(SVG, shape));
  element.setAttribute("class", className);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
