// The questions after an exercise: the same order for every way to log.
import assert from "node:assert/strict";
import { test } from "node:test";
import { standingOf } from "patient/answers";

const taps = (words) => words.split(" ").filter(Boolean).map((word) => {
  const [tap, value = ""] = word.split(":");
  return { tap, value };
});

for (const [told, next, state] of [
  ["", "done", ""],
  ["done", "pain", "done"],
  ["done pain:5", "effort", "done"],
  ["done pain:6", "stop", "done"],
  ["done pain:10", "stop", "done"],
  ["done pain:2 effort:4", "level", "done"],
  ["done pain:2 effort:4 level:yes", "noted", "done"],
  ["skip:hurts", "noted", "skipped"],
  ["done pain:2 undo", "done", ""],
  ["undo done", "pain", "done"],
])
  test(`after "${told}" comes ${next}`, () => assert.deepEqual(standingOf(taps(told)), { next, state }));
