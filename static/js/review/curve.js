import uPlot from "uplot";
import { BAND_PX, drawLevel, shadeStances } from "review/curve_ink";
import { CurveDots } from "review/curve_dots";
import { CURVES } from "review/curves";
import { stanceWords } from "review/readout";

/** Columns of the plot, after time: the pelvis with both edges of its interval, the trunk, the knees. */
const COLUMNS = { pelvis: [1, 2, 3], trunk: [4], knees: [5, 6] };

/**
 * A curve over time with stances shaded by side: the pelvis with its interval and one dot a stance, or trunk or knees.
 * `onPick` gets the instant somebody pointed at; `showNow` moves the playhead; `show` changes the curve.
 */
export class Curve {
  #host;
  #plot;
  #playhead;
  #dots = null;

  constructor(host, { series, stances, isMeasured, onPick }) {
    this.#host = host;
    this.#plot = new uPlot(this.#options(isMeasured, stances), columnsOf(series), host);
    this.#playhead = this.#plot.over.appendChild(document.createElement("div"));
    this.#playhead.className = "curve__playhead";
    if (isMeasured) {
      this.#dots = new CurveDots(this.#plot.over, { stances, wordsOf: stanceWords, onPick });
      this.#dots.place(this.#plot);
    }
    this.#listen(onPick);
    new ResizeObserver(() => this.#plot.setSize(sizeOf(host))).observe(host);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#plot.redraw());
  }

  /** For what others lay over it. */
  get plot() {
    return this.#plot;
  }

  /** `name` is a key of CURVES. */
  show(name) {
    this.#plot.batch(() => {
      for (const [each, columns] of Object.entries(COLUMNS)) {
        for (const column of columns) this.#plot.setSeries(column, { show: each === name });
      }
    });
    if (this.#dots) this.#dots.isShown = name === "pelvis";
  }

  showNow(timeS) {
    this.#playhead.style.transform = `translateX(${this.#plot.valToPos(timeS, "x")}px)`;
  }

  /** @returns {any} uPlot asks for pairs, which the compiler takes for lists of any length. */
  #options(isMeasured, stances) {
    const ink = (name) => () => getComputedStyle(this.#host).getPropertyValue(name);
    const axis = { stroke: ink("--ink-3"), grid: { stroke: ink("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
    const hasDegrees = (plot) => isMeasured || !plot.series[COLUMNS.pelvis[0]].show;
    return {
      ...sizeOf(this.#host),
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { show: false } },
      scales: { x: { time: false }, y: { range: roundRange } },
      axes: [
        { ...axis, size: 24, values: (_, ticks) => ticks.map((each) => `${each} s`) },
        { ...axis, size: 44, values: (plot, ticks) => ticks.map((each) => (hasDegrees(plot) ? `${each}°`.replace("-", "−") : "")) },
      ],
      series: [{}, ...linesOf(isMeasured, ink)],
      bands: isMeasured ? [{ series: [2, 3], fill: ink("--curve-ribbon") }] : [],
      padding: [BAND_PX + 6, 16, 0, 0],
      hooks: {
        drawClear: [(plot) => shadeStances(plot, stances, ink)],
        draw: [(plot) => drawLevel(plot, ink), (plot) => this.#dots?.place(plot)],
      },
    };
  }

  #listen(onPick) {
    const { over } = this.#plot;
    const pick = (event) => onPick(this.#plot.posToVal(event.clientX - over.getBoundingClientRect().left, "x"));
    over.addEventListener("pointerdown", (event) => {
      over.setPointerCapture(event.pointerId);
      pick(event);
    });
    over.addEventListener("pointermove", (event) => {
      if (over.hasPointerCapture(event.pointerId)) pick(event);
    });
  }
}

/** A curve that the run does not hold is empty. */
function columnsOf(series) {
  const { time_s: timesS, pelvic_obliquity_deg: obliquity, sigma_deg: sigma } = series;
  const edge = (sign) => obliquity.map((deg, at) => (deg === null || sigma[at] === null ? null : deg + sign * 1.96 * sigma[at]));
  const others = [...CURVES.trunk.keys, ...CURVES.knees.keys].map((key) => series[key] ?? timesS.map(() => null));
  return [timesS, obliquity, edge(1), edge(-1), ...others];
}

function linesOf(isMeasured, ink) {
  const line = { width: 1.75, points: { show: false } };
  const edge = { stroke: "transparent", points: { show: false } };
  return [
    { ...line, stroke: ink(isMeasured ? "--ink" : "--ink-3"), dash: isMeasured ? [] : [4, 4] },
    edge,
    edge,
    { ...line, stroke: ink("--ink"), show: false },
    { ...line, stroke: ink("--left"), show: false },
    { ...line, stroke: ink("--right"), dash: [7, 3], show: false },
  ];
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
