// What is said and shown at each moment, so that nobody has to look. Pure: no page, no clock.
const REPETITIONS_PER_CUE = 2;
const SHORTEST_S = 0.9; // a shorter part has its tone only: its word would run into the next

export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Every cue of the exercise in turn: a new one after some repetitions, and in each rest.
export function cueAt(exercise, moment) {
  const { cues, reps } = exercise;
  if (!cues.length) return "";
  const perSet = Math.ceil((reps * exercise.ways) / REPETITIONS_PER_CUE);
  const count = moment.kind === "work" ? (moment.way - 1) * reps + moment.repetition - 1 : 0;
  return cues[((moment.set ?? 0) * perSet + Math.floor(count / REPETITIONS_PER_CUE)) % cues.length];
}

export function wordOf(words, moment) {
  if (moment.kind === "ready") return words.ready;
  if (moment.kind === "rest") return moment.isSwitch ? words.switch : words.rest;
  return moment.word;
}

// exercise, moment: of the session; words: the player's sentences.
export function spokenAt(words, exercise, moment) {
  const set = exercise.sets[moment.set];
  if (moment.kind === "ready") return sentences([exercise.name, set?.cue, words.ready]);
  if (moment.kind === "rest") {
    return sentences([wordOf(words, moment), moment.isSwitch ? set?.cue : "", cueAt(exercise, moment)]);
  }
  if (moment.kind !== "work" || moment.seconds < SHORTEST_S) return "";
  return moment.isFirstPart ? `${moment.repetition}. ${moment.word}` : moment.word;
}

function sentences(parts) {
  return parts.filter(Boolean).map((part) => part.replace(/\.$/, "")).join(". ");
}

export function toneAt(moment) {
  return moment.kind === "work" ? moment.part : moment.kind === "rest" ? "rest" : "up";
}
