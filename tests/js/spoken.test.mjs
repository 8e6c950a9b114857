// What the player says, sounds and shows at each moment.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cutOf, placeIn, startOf } from "patient/loop_clock";
import { cueAt, spokenAt, toneAt } from "patient/spoken";

const WORDS = { ready: "Get ready", rest: "Rest", switch: "Other leg" };
const BRIDGE = {
  name: "Bridge", cues: ["one", "two", "three"], reps: 4, ways: 1, sets: [{ cue: "Left." }, { cue: "Right." }],
  parts: [{ part: "up", word: "Up", seconds: 2 }, { part: "down", word: "Down", seconds: 2 }],
  cuts: { up: [[0.5, 1.5]], down: [[1.5, 4.5]] },
};
const work = (repetition, changes = {}) => ({
  kind: "work", set: 0, way: 1, repetition, part: "up", word: "Up", isFirstPart: true, seconds: 2, ...changes,
});

test("every cue comes in its turn", () => {
  const shown = [0, 1].flatMap((set) => [1, 2, 3, 4].map((repetition) => cueAt(BRIDGE, work(repetition, { set }))));
  assert.deepEqual(shown, ["one", "one", "two", "two", "three", "three", "one", "one"]);
  assert.equal(cueAt({ ...BRIDGE, cues: [] }, work(1)), "");
});

test("repetitions are counted, parts are named, a short part is only a tone", () => {
  assert.equal(spokenAt(WORDS, BRIDGE, work(3)), "3. Up");
  assert.equal(spokenAt(WORDS, BRIDGE, work(3, { isFirstPart: false, word: "Down" })), "Down");
  assert.equal(spokenAt(WORDS, BRIDGE, work(3, { seconds: 0.5 })), "");
  assert.equal(spokenAt(WORDS, BRIDGE, { kind: "ready", set: 0 }), "Bridge. Left. Get ready");
  assert.equal(spokenAt(WORDS, BRIDGE, { kind: "rest", set: 1, isSwitch: true }), "Other leg. Right. three");
});

test("each part has a tone of its own", () => {
  assert.deepEqual([work(1), work(1, { part: "down" }), { kind: "rest" }].map(toneAt), ["up", "down", "rest"]);
});

test("the loop stands where the part is", () => {
  const cut = cutOf(BRIDGE, work(1, { part: "down" }));
  assert.deepEqual(placeIn(cut, work(1), 1), { at_s: 3, rate: 1.5 });
  assert.deepEqual(placeIn(cut, work(1), 99), { at_s: 4.5, rate: 1.5 });
  assert.equal(startOf(BRIDGE), 0.5);
  assert.equal(startOf({ parts: BRIDGE.parts }), null);
});

test("steps go one way and then the other", () => {
  const walk = { ways: 2, cuts: { up: [[0, 1], [1, 2], [3, 4], [4, 5]] } };
  const from = (way, repetition) => cutOf(walk, work(repetition, { way })).from_s;
  assert.deepEqual([from(1, 1), from(1, 2), from(1, 3), from(2, 1), from(2, 2)], [0, 1, 0, 3, 4]);
});
