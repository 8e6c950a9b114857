// Which frame is on screen, with the uneven time stamps that phones write.
import assert from "node:assert/strict";
import { test } from "node:test";
import { frameAt, frameNear, seekTimeS, stampNear } from "review/frames";

const TIMES_S = [0, 0.033, 0.067, 0.1, 0.2, 0.233];

test("a frame is on screen from its own stamp until the next one", () => {
  assert.equal(frameAt(TIMES_S, 0), 0);
  assert.equal(frameAt(TIMES_S, 0.0319), 0);
  assert.equal(frameAt(TIMES_S, 0.033), 1);
  assert.equal(frameAt(TIMES_S, 0.199 - 0.001), 3);
});

test("a stamp that was rounded up is still reached", () => {
  assert.equal(frameAt(TIMES_S, 0.0666), 2);
});

test("before the first and after the last there is nothing else to show", () => {
  assert.equal(frameAt(TIMES_S, -5), 0);
  assert.equal(frameAt(TIMES_S, 99), 5);
  assert.equal(frameNear(TIMES_S, 99), 5);
});

test("the nearest frame may be the next one", () => {
  assert.equal(frameNear(TIMES_S, 0.14), 3);
  assert.equal(frameNear(TIMES_S, 0.16), 4);
  assert.equal(stampNear(TIMES_S, 0.16), 0.2);
});

test("a seek to any frame shows that very frame, however it is rounded", () => {
  for (const index of TIMES_S.keys())
    for (const offS of [-0.001, 0, 0.001]) assert.equal(frameAt(TIMES_S, seekTimeS(TIMES_S, index) + offS), index);
});

test("a clip of one frame has a time to seek to", () => {
  assert.equal(frameAt([0.5], seekTimeS([0.5], 0)), 0);
});
