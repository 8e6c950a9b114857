/** Moving through a walk by its steps. `stances` are those of the result, in the order of the walk. */

export const SIDE_LETTER = { left: "L", right: "R" };
export const OTHER_SIDE = { left: "right", right: "left" };

/** Obliquity (+ = patient's right side lower) of a pelvic drop in this side's stance, and back. */
export const DROP_SIGN = { left: 1, right: -1 };

const NOW_S = 0.02;

export function nextContactS(stances, timeS) {
  return stances.map((each) => each.initial_contact_s).find((at) => at > timeS + NOW_S);
}

export function previousContactS(stances, timeS) {
  return stances.map((each) => each.initial_contact_s).findLast((at) => at < timeS - NOW_S);
}

/** The instant to show for the next stance of a side, its worst where it is known; from the end it begins anew. */
export function nextStanceS(stances, side, timeS) {
  const instants = stances.filter((each) => each.side === side).map(showAtS);
  return instants.find((at) => at > timeS + NOW_S) ?? instants[0];
}

export function showAtS(stance) {
  return stance.peak_s ?? (stance.initial_contact_s + stance.toe_off_s) / 2;
}

/** The stances in which the person stands at this instant: one, two in double support, none in flight. */
export function stancesAt(stances, timeS) {
  return stances.filter((each) => each.initial_contact_s <= timeS && timeS < each.toe_off_s);
}

/** From each contact to the next contact of the same foot. */
export function strides(stances) {
  return stances.flatMap((stance) => {
    const next = stances.find((each) => each.side === stance.side && each.initial_contact_s > stance.initial_contact_s);
    return next ? [{ side: stance.side, fromS: stance.initial_contact_s, toS: next.initial_contact_s }] : [];
  });
}

/** Index of the stride under way at this instant, else of the first that begins later, else of the last. */
export function strideAt(allStrides, timeS) {
  const underWay = allStrides.findLastIndex((each) => each.fromS <= timeS + NOW_S && timeS < each.toS);
  if (underWay >= 0) return underWay;
  const later = allStrides.findIndex((each) => each.fromS > timeS);
  return later >= 0 ? later : allStrides.length - 1;
}
