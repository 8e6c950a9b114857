/** What is painted on the curve's own canvas: stances shaded by side, and the level line. */
import { SIDE_LETTER } from "review/stances";

/** Room above the plot for one bar a side, in CSS pixels. */
export const BAND_PX = 18;

/** Each stance is a shade through the plot and a labelled bar on top; both feet down shows two bars overlapping. */
export function shadeStances(plot, stances, ink) {
  const { ctx } = plot;
  ctx.save();
  ctx.font = `700 ${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const stance of stances) shade(plot, stance, ink);
  ctx.restore();
}

function shade(plot, { side, used, initial_contact_s: contactS, toe_off_s: toeOffS }, ink) {
  const { ctx, bbox } = plot;
  const bar = BAND_PX * devicePixelRatio;
  const from = Math.max(bbox.left, plot.valToPos(contactS, "x", true));
  const to = Math.min(bbox.left + bbox.width, plot.valToPos(toeOffS, "x", true));
  if (to <= from) return;
  const lane = side === "left" ? 0 : bar / 2;
  ctx.globalAlpha = used ? 0.8 : 0.25;
  ctx.fillStyle = ink(`--${side}-wash`)();
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.globalAlpha = 1;
  ctx.fillStyle = used ? ink(`--${side}`)() : ink("--ink-3")();
  ctx.fillRect(from, bbox.top - bar + lane, to - from, bar / 2 - devicePixelRatio);
  if (to - from > 10 * devicePixelRatio) ctx.fillText(SIDE_LETTER[side], (from + to) / 2, bbox.top + 9 * devicePixelRatio);
}

export function drawLevel(plot, ink) {
  const y = Math.round(plot.valToPos(0, "y", true));
  plot.ctx.save();
  plot.ctx.strokeStyle = ink("--line-strong")();
  plot.ctx.lineWidth = devicePixelRatio;
  plot.ctx.setLineDash([]);
  plot.ctx.beginPath();
  plot.ctx.moveTo(plot.bbox.left, y);
  plot.ctx.lineTo(plot.bbox.left + plot.bbox.width, y);
  plot.ctx.stroke();
  plot.ctx.restore();
}
