/** The curves that a run may hold: what each is called, which way is up, and what a value of it means in words. */

export const CURVES = {
  pelvis: {
    keys: ["pelvic_obliquity_deg"],
    title: "Pelvic obliquity over time",
    up: "right side of the pelvis lower ↑",
    down: "left side of the pelvis lower ↓",
    says: ([deg]) => lean(deg, "pelvis not read in this frame", "pelvis level", "right", "left", (side, size) => `${side} side of the pelvis ${size} lower`),
  },
  trunk: {
    keys: ["trunk_lean_deg"],
    title: "Trunk lean over time",
    up: "trunk leans to the patient's right ↑",
    down: "trunk leans to the patient's left ↓",
    says: ([deg]) => lean(deg, "trunk not read in this frame", "trunk upright", "right", "left", (side, size) => `trunk leans ${size} to the ${side}`),
  },
  knees: {
    keys: ["knee_fppa_left_deg", "knee_fppa_right_deg"],
    title: "Knees in the frontal plane over time",
    up: "knee inwards ↑",
    down: "knee outwards ↓",
    says: ([left, right]) => `left ${kneeWords(left)} · right ${kneeWords(right)}`,
  },
};

/** Whether the run holds this curve and any value in it; older runs have the pelvis only. */
export function isInRun(series, name) {
  return CURVES[name].keys.some((key) => series[key]?.some((deg) => deg !== null));
}

function lean(deg, unknown, none, positive, negative, words) {
  if (deg === null || deg === undefined) return unknown;
  const size = degrees(Math.abs(deg));
  return size === "0.0°" ? none : words(deg > 0 ? positive : negative, size);
}

function kneeWords(deg) {
  return lean(deg, "knee not read", "knee straight", "inwards", "outwards", (way, size) => `knee ${size} ${way}`);
}

export function degrees(deg) {
  return `${deg.toFixed(1)}°`.replace("-", "−").replace("−0.0", "0.0");
}
