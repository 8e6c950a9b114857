/** The curve as a table, for those who read it with their ears: filled when it is opened for the first time. */
import { CURVES, degrees, isInRun } from "review/curves";
import { frameNear } from "review/frames";
import { stancesAt } from "review/stances";

const EVERY_S = 0.1;

/** `details` holds an empty <table>; each instant is a button that shows its frame (data-at). */
export function fillWhenOpened(details, { series, stances, isMeasured }) {
  details.addEventListener("toggle", () => fill(details.querySelector("table"), series, stances, isMeasured), { once: true });
}

function fill(table, series, stances, isMeasured) {
  const names = Object.keys(CURVES).filter((name) => isInRun(series, name) && (isMeasured || name !== "pelvis"));
  table.createTHead().append(row("th", ["Time", "Stands on", ...names.map((name) => CURVES[name].title.replace(" over time", ""))]));
  table.createTBody().append(...instants(series).map((index) => rowAt(index, names, series, stances)));
}

function instants({ time_s: timesS }) {
  const found = [];
  for (let timeS = timesS[0]; timeS <= timesS.at(-1); timeS += EVERY_S) found.push(frameNear(timesS, timeS));
  return [...new Set(found)];
}

function rowAt(index, names, series, stances) {
  const timeS = series.time_s[index];
  const sides = stancesAt(stances, timeS).map(({ side }) => side);
  const values = names.map((name) => CURVES[name].says(CURVES[name].keys.map((key) => series[key]?.[index] ?? null)) + interval(name, index, series));
  return row("td", [show(timeS), sides.join(" and ") || "neither", ...values]);
}

function interval(name, index, { pelvic_obliquity_deg: obliquity, sigma_deg: sigma }) {
  return name === "pelvis" && obliquity[index] !== null && sigma[index] !== null ? ` (± ${degrees(1.96 * sigma[index])})` : "";
}

function show(timeS) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small button--quiet", textContent: `${timeS.toFixed(2)} s` });
  button.dataset.at = timeS.toFixed(4);
  return button;
}

function row(kind, contents) {
  const line = document.createElement("tr");
  line.append(
    ...contents.map((content, index) => {
      const cell = document.createElement(kind === "th" || index === 0 ? "th" : "td");
      cell.scope = kind === "th" ? "col" : index === 0 ? "row" : "";
      if (kind === "td" && index > 0) cell.removeAttribute("scope");
      cell.append(content);
      return cell;
    }),
  );
  return line;
}
