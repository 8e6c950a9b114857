/** Which picture is on screen: every instant of the page is a frame of the clip, never a guess between two. */

// Stamps are rounded to milliseconds on their way here; no two frames lie closer than four.
const SLACK_S = 0.001;

/** Index of the last frame whose own time stamp is not later than `timeS`; 0 before the first. */
export function frameAt(timesS, timeS) {
  let low = 0;
  let high = timesS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesS[middle] <= timeS + SLACK_S) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Index of the frame nearest to `timeS`. */
export function frameNear(timesS, timeS) {
  const before = frameAt(timesS, timeS);
  const after = Math.min(before + 1, timesS.length - 1);
  return Math.abs(timesS[after] - timeS) < Math.abs(timesS[before] - timeS) ? after : before;
}

/** The time stamp of the frame nearest to `timeS`. */
export function stampNear(timesS, timeS) {
  return timesS[frameNear(timesS, timeS)];
}

/** Where to send the player so that it shows this frame: the middle of its time on screen, safe from rounding. */
export function seekTimeS(timesS, index) {
  const last = timesS.length - 1;
  const next = index < last ? timesS[index + 1] : 2 * timesS[last] - timesS[Math.max(0, last - 1)];
  return (timesS[index] + next) / 2;
}
