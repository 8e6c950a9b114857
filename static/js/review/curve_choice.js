import { CURVES, isInRun } from "review/curves";

/** Pelvis, trunk or knees: one radio button each, off with a word of why where the run holds no such curve. */
export function offerCurves(part, series, onChoose) {
  const choice = part("curve-choice");
  for (const radio of choice.querySelectorAll("input")) {
    radio.disabled = radio.value !== "pelvis" && !isInRun(series, radio.value);
  }
  const missing = [...choice.querySelectorAll("input:disabled")].length;
  part("curve-missing").hidden = missing === 0;
  choice.addEventListener("change", ({ target }) => {
    const { title, up, down } = CURVES[target.value];
    part("curve-title").textContent = title;
    part("curve-interval").hidden = target.value !== "pelvis";
    part("curve-from-body").hidden = target.value === "pelvis";
    for (const legend of part("curve-legend").children) legend.hidden = !legend.dataset.of.split(" ").includes(target.value);
    part("curve-up").textContent = up;
    part("curve-down").textContent = down;
    onChoose(target.value);
  });
}
