/** What the analysis followed from frame to frame, in pixels of the upright picture. */

/**
 * `json` is overlay.json of a run. Frames carry their own time stamps in timesS.
 * levelDeg: how far the horizontal of the room falls to the right of the picture; the review sets it.
 * closeness: how many times larger than whole the picture is shown now; the zoom keeps it.
 * joint(name, i): [x, y], null where unseen.
 * pelvisCentre(i): where to look for the pelvis, from its line or else the hips.
 * rightward(): 1 where the patient's right lies right in the picture, else -1.
 * hasLine(source): whether that source read the pelvis in any frame.
 * fallDeg(source, i): fall of that source's line to the right of the picture, degrees; null where it is not read in degrees.
 * pelvis(i): {left, right, centre, halfPx, isMeasured}, the ends on the patient's sides; null where the line is unread.
 */
export function readTrack(json) {
  const joint = (name, index) => pointAt(json.joints[name], index);
  const rightward = json.rightward ?? rightwardOf(joint, json.time_s.length);
  const track = {
    widthPx: json.width_px,
    heightPx: json.height_px,
    timesS: json.time_s,
    closeness: 1,
    levelDeg: 0,
    bones: json.bones,
    sources: Object.keys(json.lines),
    source: json.chosen ?? Object.keys(json.lines)[0],
    hasLine: (source) => json.lines[source].from_xy.some((each) => each !== null),
    joint,
    pelvis: (index) => pelvisOf(json.lines[track.source], joint, index, track.rightward()),
    fallDeg: (source, index) => fallOfLine(json.lines[source], index),
    pelvisCentre: (index) => track.pelvis(index)?.centre ?? middle(joint("left_hip", index), joint("right_hip", index)),
    rightward: () => rightward,
  };
  return track;
}

/** For a clip in which nobody was followed: only its size and the times of its frames. */
export function bareTrack({ width_px: widthPx, height_px: heightPx, time_s: timesS }) {
  const nothing = () => null;
  return { widthPx, heightPx, timesS, closeness: 1, levelDeg: 0, bones: [], sources: [], joint: nothing, pelvis: nothing, fallDeg: nothing, pelvisCentre: nothing, rightward: () => 1 };
}

function pointAt(flat, index) {
  const x = flat[2 * index];
  return x === null || x === undefined ? null : [x, flat[2 * index + 1]];
}

function fallOfLine(line, index) {
  const from = line?.trusted && pointAt(line.from_xy, index);
  const to = line?.trusted && pointAt(line.to_xy, index);
  return from && to ? (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI : null;
}

function middle(one, other) {
  return one && other && [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
}

function rightwardOf(joint, frames) {
  let vote = 0;
  for (let index = 0; index < frames; index += 1) {
    const [left, right] = [joint("left_hip", index), joint("right_hip", index)];
    if (left && right) vote += Math.sign(right[0] - left[0]);
  }
  return vote < 0 ? -1 : 1;
}

/** The line is stored from image left to image right; the hips of the same frame, or else the view, tell whose left that is. */
function pelvisOf(line, joint, index, rightward) {
  const from = line && pointAt(line.from_xy, index);
  const to = line && pointAt(line.to_xy, index);
  if (!from || !to) return null;
  const [leftHip, rightHip] = [joint("left_hip", index), joint("right_hip", index)];
  const isTurned = leftHip && rightHip ? leftHip[0] > rightHip[0] : rightward < 0;
  const [left, right] = isTurned ? [to, from] : [from, to];
  return {
    left,
    right,
    centre: middle(left, right),
    halfPx: Math.hypot(right[0] - left[0], right[1] - left[1]) / 2,
    isMeasured: line.trusted,
  };
}

/** The line drawn out beyond its ends, so that its slope is easy to see. */
export function drawnOut({ left, right, centre }, factor) {
  const out = (end) => end.map((value, axis) => centre[axis] + (value - centre[axis]) * factor);
  return { left: out(left), right: out(right) };
}
