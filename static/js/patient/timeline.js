// A session as a list of timed moments. Pure: no page, no clock.

// kind: "ready" before an exercise, "work" one part of a repetition, "rest" between sets, "log" the questions after it.
export function timelineOf(session) {
  return session.flatMap((exercise, index) => [
    ready(exercise, index),
    ...exercise.sets.flatMap((set, number) => [
      ...repetitions(exercise, index, set, number),
      ...(number + 1 < exercise.sets.length ? [rest(exercise, index, number)] : []),
    ]),
    { kind: "log", exercise: index, seconds: 0 },
  ]);
}

function ready(exercise, index) {
  return { kind: "ready", exercise: index, set: 0, side: exercise.sets[0].side, seconds: exercise.ready_s };
}

function rest(exercise, index, number) {
  const next = exercise.sets[number + 1];
  const isSwitch = next.side !== exercise.sets[number].side;
  return { kind: "rest", exercise: index, set: number + 1, side: next.side, isSwitch, seconds: exercise.rest_s };
}

function repetitions(exercise, index, set, number) {
  const total = exercise.reps * exercise.ways;
  return Array.from({ length: total }, (_, count) => exercise.parts.map((part, place) => ({
    kind: "work",
    exercise: index,
    set: number,
    side: set.side,
    way: exercise.ways === 2 && count >= exercise.reps ? 2 : 1,
    repetition: (count % exercise.reps) + 1,
    part: part.part,
    word: part.word,
    isFirstPart: place === 0,
    seconds: part.seconds,
  }))).flat();
}

export function secondsLeft(timeline, position, elapsed_s) {
  const ahead = timeline.slice(position).reduce((sum, moment) => sum + moment.seconds, 0);
  return Math.max(0, ahead - elapsed_s);
}

// Where "next" leads: from waiting to the work, from the work to the rest or the questions after it.
export function nextStop(timeline, position) {
  const here = timeline[position];
  const later = timeline.findIndex((moment, place) => place > position && moment.kind !== here.kind);
  return later < 0 ? timeline.length - 1 : later;
}

// Where leaving an exercise out leads: the questions after it.
export function questionsAfter(timeline, position) {
  return timeline.findIndex((moment, place) => place >= position && moment.kind === "log");
}

// Where "back" leads: the start of this set, or of the one before when this one has just begun.
export function lastStop(timeline, position) {
  const isStart = (place) => place === 0 || timeline[place - 1].kind !== "work" || timeline[place].kind !== "work";
  let place = position - 1;
  while (place > 0 && !isStart(place)) place -= 1;
  return Math.max(0, place);
}
