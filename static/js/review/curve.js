import uPlot from "uplot";
import { DROP_SIGN, SIDE_LETTER, showAtS } from "review/stances";

const NEAR_PX = 12;
const BAND_PX = 18;

/**
 * Pelvic obliquity over time: the curve with its interval, stances shaded by side, one dot a stance.
 * `onPick` gets the instant somebody pointed at; `showNow` moves the playhead.
 */
export class Curve {
  #host;
  #plot;
  #playhead;
  #stances;

  constructor(host, { series, stances, isMeasured, onPick, onHover }) {
    this.#host = host;
    this.#stances = stances;
    const { time_s: timesS, pelvic_obliquity_deg: obliquity, sigma_deg: sigma } = series;
    const edge = (sign) => obliquity.map((deg, at) => (deg === null || sigma[at] === null ? null : deg + sign * 1.96 * sigma[at]));
    this.#plot = new uPlot(this.#options(isMeasured, stances), [timesS, obliquity, edge(1), edge(-1)], host);
    this.#playhead = this.#plot.over.appendChild(document.createElement("div"));
    this.#playhead.className = "curve__playhead";
    this.#listen(onPick, onHover);
    new ResizeObserver(() => this.#plot.setSize(sizeOf(host))).observe(host);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#plot.redraw());
  }

  showNow(timeS) {
    this.#playhead.style.transform = `translateX(${this.#plot.valToPos(timeS, "x")}px)`;
  }

  redraw() {
    this.#plot.redraw();
  }

  #options(isMeasured, stances) {
    const ink = (name) => () => getComputedStyle(this.#host).getPropertyValue(name);
    const axis = { stroke: ink("--ink-3"), grid: { stroke: ink("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
    return {
      ...sizeOf(this.#host),
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { show: false } },
      scales: { x: { time: false }, y: { range: roundRange } },
      axes: [
        { ...axis, size: 24, values: (_, ticks) => ticks.map((each) => `${each} s`) },
        { ...axis, size: 44, values: (_, ticks) => ticks.map((each) => (isMeasured ? `${each}°`.replace("-", "−") : "")) },
      ],
      series: [
        {},
        { stroke: ink(isMeasured ? "--ink" : "--ink-3"), width: 1.75, dash: isMeasured ? [] : [4, 4], points: { show: false } },
        { stroke: "transparent", points: { show: false } },
        { stroke: "transparent", points: { show: false } },
      ],
      bands: isMeasured ? [{ series: [2, 3], fill: ink("--curve-ribbon") }] : [],
      padding: [BAND_PX + 6, 16, 0, 0],
      hooks: {
        drawClear: [(plot) => shadeStances(plot, stances, ink)],
        draw: [(plot) => drawLevel(plot, ink), (plot) => isMeasured && drawDots(plot, stances, ink)],
      },
    };
  }

  #listen(onPick, onHover) {
    const over = this.#plot.over;
    const pick = (event) => {
      const x = event.clientX - over.getBoundingClientRect().left;
      const dot = this.#dotNear(event);
      onPick(dot && event.type === "pointerdown" ? dot.peak_s : this.#plot.posToVal(x, "x"));
    };
    over.addEventListener("pointerdown", (event) => {
      over.setPointerCapture(event.pointerId);
      pick(event);
    });
    over.addEventListener("pointermove", (event) => {
      if (over.hasPointerCapture(event.pointerId)) pick(event);
      else onHover(this.#dotNear(event));
    });
    over.addEventListener("pointerleave", () => onHover(null));
  }

  #dotNear(event) {
    const box = this.#plot.over.getBoundingClientRect();
    const distance = (stance) =>
      Math.hypot(
        this.#plot.valToPos(showAtS(stance), "x") - (event.clientX - box.left),
        this.#plot.valToPos(dotDeg(stance), "y") - (event.clientY - box.top),
      );
    return this.#stances.find((stance) => distance(stance) < NEAR_PX) ?? null;
  }
}

function dotDeg(stance) {
  return DROP_SIGN[stance.side] * (stance.peak_drop_deg ?? 0);
}

function sizeOf(host) {
  return { width: host.clientWidth, height: host.clientHeight };
}

/** Always level in view, and never so close that noise looks like movement. */
function roundRange(_plot, low, high) {
  const reach = Math.max(6, Math.abs(low ?? 0), Math.abs(high ?? 0));
  const limit = Math.ceil((reach + 0.5) / 2) * 2;
  return [-limit, limit];
}

function drawLevel(plot, ink) {
  const y = Math.round(plot.valToPos(0, "y", true));
  plot.ctx.save();
  plot.ctx.strokeStyle = ink("--line-strong")();
  plot.ctx.lineWidth = devicePixelRatio;
  plot.ctx.beginPath();
  plot.ctx.moveTo(plot.bbox.left, y);
  plot.ctx.lineTo(plot.bbox.left + plot.bbox.width, y);
  plot.ctx.stroke();
  plot.ctx.restore();
}

/** Each stance is a shade through the plot and a labelled bar on top; both feet down shows two bars overlapping. */
function shadeStances(plot, stances, ink) {
  const { ctx, bbox } = plot;
  const bar = BAND_PX * devicePixelRatio;
  ctx.save();
  ctx.font = `700 ${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const stance of stances) {
    const from = Math.max(bbox.left, plot.valToPos(stance.initial_contact_s, "x", true));
    const to = Math.min(bbox.left + bbox.width, plot.valToPos(stance.toe_off_s, "x", true));
    if (to <= from) continue;
    const lane = stance.side === "left" ? 0 : bar / 2;
    ctx.globalAlpha = stance.used ? 0.8 : 0.25;
    ctx.fillStyle = ink(`--${stance.side}-wash`)();
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = stance.used ? ink(`--${stance.side}`)() : ink("--ink-3")();
    ctx.fillRect(from, bbox.top - bar + lane, to - from, bar / 2 - devicePixelRatio);
    if (to - from > 10 * devicePixelRatio) {
      ctx.fillText(SIDE_LETTER[stance.side], (from + to) / 2, bbox.top + 9 * devicePixelRatio);
    }
  }
  ctx.restore();
}

/** Left: circle, right: diamond, left out: cross. */
function drawDots(plot, stances, ink) {
  const { ctx } = plot;
  const radius = 4.5 * devicePixelRatio;
  ctx.save();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  for (const stance of stances) {
    const x = plot.valToPos(showAtS(stance), "x", true);
    const y = plot.valToPos(dotDeg(stance), "y", true);
    ctx.beginPath();
    if (!stance.used) cross(ctx, x, y, radius);
    else if (stance.side === "left") ctx.arc(x, y, radius, 0, 2 * Math.PI);
    else diamond(ctx, x, y, radius * 1.2);
    ctx.strokeStyle = stance.used ? ink("--surface")() : ink("--ink-3")();
    ctx.fillStyle = ink(`--${stance.side}`)();
    if (stance.used) ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

function cross(ctx, x, y, radius) {
  ctx.moveTo(x - radius, y - radius);
  ctx.lineTo(x + radius, y + radius);
  ctx.moveTo(x + radius, y - radius);
  ctx.lineTo(x - radius, y + radius);
}

function diamond(ctx, x, y, radius) {
  ctx.moveTo(x, y - radius);
  ctx.lineTo(x + radius, y);
  ctx.lineTo(x, y + radius);
  ctx.lineTo(x - radius, y);
  ctx.closePath();
}
