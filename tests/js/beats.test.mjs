import assert from "node:assert/strict";
import test from "node:test";
import { beatTimes, clockOf } from "patient/beats";

test("a beat for each step, whatever pieces the time comes in", () => {
  const whole = beatTimes(170, 0, 60, 600);
  assert.equal(whole.length, 170);
  const pieces = [];
  for (let from_s = 0; from_s < 60; from_s += 0.25) pieces.push(...beatTimes(170, from_s, Math.min(60, from_s + 0.25), 600));
  assert.deepEqual(pieces, whole);
});

test("the sound fades while the run goes on", () => {
  assert.equal(beatTimes(180, 178, 200, 180).length, 6);
  assert.deepEqual(beatTimes(180, 180, 200, 180), []);
});

test("the clock counts minutes", () => {
  assert.equal(clockOf(0.4), "0:00");
  assert.equal(clockOf(605.9), "10:05");
});
