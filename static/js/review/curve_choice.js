import { CURVES, isInRun } from "review/curves";

/** Pelvis, trunk or knees: one radio button each, off with a word of why where the run holds no such curve. */
export function offerCurves(part, series, onChoose) {
  const choice = part("curve-choice");
  for (const radio of choice.querySelectorAll("input")) {
    radio.disabled = radio.value !== "pelvis" && !isInRun(series, radio.value);
  }
  const missing = [...choice.querySelectorAll("input:disabled")].length;
  part("curve-missing").hidden = missing === 0;
  const isRead = series.pelvic_obliquity_deg.some((each) => each !== null);
  if (!isRead) sayNothingIsRead(part, true);
  choice.addEventListener("change", ({ target }) => {
    const { title, up, down } = CURVES[target.value];
    part("curve-title").textContent = title;
    part("curve-interval").hidden = target.value !== "pelvis";
    part("curve-from-body").hidden = target.value === "pelvis";
    for (const legend of part("curve-legend").children) legend.hidden = !legend.dataset.of.split(" ").includes(target.value);
    part("curve-up").textContent = up;
    part("curve-down").textContent = down;
    if (!isRead) sayNothingIsRead(part, target.value === "pelvis");
    onChoose(target.value);
  });
}

/** An empty plot is not called a curve. */
function sayNothingIsRead(part, isPelvis) {
  if (isPelvis) part("curve-title").textContent = "No curve: the line of the pelvis was not read in this clip";
  for (const name of ["curve", "curve-up", "curve-down", "curve-legend"]) part(name).classList.toggle("curve__nothing", isPelvis);
  part("curve-interval").hidden = isPelvis || part("curve-interval").hidden;
}
