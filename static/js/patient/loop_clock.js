// Which moment of the loop belongs to which moment of the session. Pure: no page, no clock.

// from and to in the loop of the part that is done now; null where nobody has said where the parts lie.
export function cutOf(exercise, moment) {
  const cuts = exercise.cuts?.[moment.part] ?? [];
  if (!cuts.length) return null;
  const ofAWay = exercise.ways === 2 ? cuts.length / 2 : cuts.length;
  const [from_s, to_s] = cuts[(moment.way - 1) * (exercise.ways === 2 ? ofAWay : 0) + ((moment.repetition - 1) % ofAWay)];
  return { from_s, to_s };
}

// Where the loop stands after elapsed_s of the part, and how fast it moves.
export function placeIn({ from_s, to_s }, moment, elapsed_s) {
  const share = Math.min(1, Math.max(0, elapsed_s / moment.seconds));
  return { at_s: from_s + share * (to_s - from_s), rate: (to_s - from_s) / moment.seconds };
}

// Waiting shows the position in which the first part begins.
export function startOf(exercise) {
  const [first] = exercise.parts;
  return exercise.cuts?.[first?.part]?.[0]?.[0] ?? null;
}
