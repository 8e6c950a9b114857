/** What the analysis followed from frame to frame, in pixels of the upright picture. */

/**
 * `json` is overlay.json of a run. Frames carry their own time stamps in timesS.
 * landmarksPx(i): 33 points, null each where unseen; null without a person.
 * pelvis(i): {left, right, centre, halfPx}, the ends on the patient's sides; null where the line is unread.
 */
export function readTrack(json, isMeasured) {
  return {
    isMeasured,
    widthPx: json.width_px,
    heightPx: json.height_px,
    timesS: json.time_s,
    landmarksPx: (index) => json.landmarks_px[index],
    pelvis: (index) => pelvisOf(json.pelvic_line_px[index]),
  };
}

function pelvisOf(line) {
  if (!line) return null;
  const [left, right] = line;
  const centre = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  return { left, right, centre, halfPx: Math.hypot(right[0] - left[0], right[1] - left[1]) / 2 };
}

/** The line drawn out beyond its ends, so that its slope is easy to see. */
export function drawnOut({ left, right, centre }, factor) {
  const out = (end) => end.map((value, axis) => centre[axis] + (value - centre[axis]) * factor);
  return { left: out(left), right: out(right) };
}
