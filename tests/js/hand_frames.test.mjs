import assert from "node:assert/strict";
import { test } from "node:test";
import { afterwards, asClicks, counts, isEnough, isThrough, levelOf, nameByView, nameEnds, picturesToMark } from "review/hand_frames";

const TIMES = Array.from({ length: 300 }, (_, index) => index / 30);
const PROPOSED = ["left", "right", "left", "right", "left", "right"].map((side, index) => ({ side, time_s: 1 + index * 0.6 }));

function start(proposed = PROPOSED, clicks = []) {
  return picturesToMark({ timesS: TIMES, proposed, clicks });
}

function mark(picture, rightward = 1) {
  picture.points.push({ xy: [10, 50] }, { xy: [90, 55] });
  nameEnds(picture.points, rightward);
}

test("the proposed pictures come in the order of the clip, on frames of it", () => {
  const pictures = start();
  assert.deepEqual(pictures.map(({ side }) => side), ["left", "right", "left", "right", "left", "right"]);
  assert.ok(pictures.every(({ timeS }) => TIMES.includes(timeS)));
});

test("where too few are proposed a person finds the rest, whose leg nobody knows yet", () => {
  const pictures = start(PROPOSED.slice(0, 2));
  assert.equal(pictures.length, 10);
  assert.equal(pictures.filter(({ side }) => side === "").length, 8);
});

test("enough are three of one leg, and one of each leg is marked again", () => {
  const pictures = start();
  for (const each of pictures.filter(({ side }) => side === "left")) mark(each);
  assert.ok(isEnough(pictures));
  assert.ok(!isThrough(pictures));
  for (const each of pictures.filter(({ side }) => side === "right")) each.isSkipped = true;
  assert.ok(isThrough(pictures));
  const more = afterwards(pictures, false);
  assert.deepEqual(more.map(({ kind, side }) => [kind, side]), [["again", "left"], ["level", ""]]);
  assert.deepEqual(more[0].points, []);
  assert.deepEqual(afterwards([...pictures, ...more], false), []);
});

test("what was marked again goes along, unless its first marks have moved away", () => {
  const pictures = start();
  mark(pictures[0]);
  const [again, level] = afterwards(pictures, false);
  mark(again);
  level.points.push({ xy: [1, 2] }, { xy: [3, 4] });
  pictures.push(again, level);
  assert.deepEqual(asClicks(pictures).map(({ time_s: timeS, side }) => [timeS, side]), [[1, "left"], [1, "left"]]);
  assert.deepEqual(levelOf(pictures), [[1, 2], [3, 4]]);
  pictures[0].timeS = TIMES[40];
  assert.equal(asClicks(pictures).length, 1);
});

test("ends are named by the view, and so are the legs that only the machine has named", () => {
  const pictures = start();
  mark(pictures[0]);
  pictures[1].isSaid = true;
  nameByView(pictures, -1, true);
  assert.deepEqual(pictures.slice(0, 2).map(({ side }) => side), ["right", "right"]);
  assert.equal(asClicks(pictures)[0].right_xy_px[0], 10);
  nameByView(pictures, 1, true);
  assert.equal(asClicks(pictures)[0].left_xy_px[0], 10);
});

test("marks of before come back, the second of a picture as one marked again", () => {
  const click = { time_s: 1.0004, side: "left", left_xy_px: [1, 1], right_xy_px: [2, 2] };
  const pictures = start(PROPOSED, [click, click]);
  assert.equal(pictures.length, 7);
  assert.deepEqual(counts(pictures), { left: 1, right: 0 });
  assert.equal(pictures.at(-1).kind, "again");
  assert.equal(asClicks(pictures).length, 2);
});

const clickAt = (timeS, side) => ({ time_s: timeS, side, left_xy_px: [10, 50], right_xy_px: [90, 55] });

test("marks of before get the other leg's name with the other view, so no drop changes its sign", () => {
  const clicks = [clickAt(1, "left"), clickAt(3, "right"), clickAt(1, "left")];
  const pictures = start(PROPOSED, clicks);
  nameByView(pictures, -1, true);
  const sent = asClicks(pictures);
  assert.deepEqual(sent.map(({ side }) => side), ["right", "left", "right"]);
  assert.ok(sent.every((each) => each.right_xy_px[0] === 10 && each.left_xy_px[0] === 90));
  nameByView(pictures, 1, true);
  assert.deepEqual(asClicks(pictures), clicks);
});

test("a leg that somebody names anew among the marks of before stays so", () => {
  const pictures = start([], [clickAt(1, "left")]);
  Object.assign(pictures[0], { side: "right", isSaid: true });
  nameByView(pictures, -1, true);
  assert.equal(asClicks(pictures)[0].side, "right");
});

test("a picture marked again has the leg of its first marks, whoever names it and when", () => {
  for (const isSaid of [true, false]) {
    const pictures = start();
    mark(pictures[0]);
    pictures[0].isSaid = isSaid;
    const [again] = afterwards(pictures, true);
    mark(again);
    pictures.push(again);
    nameByView(pictures, -1, true);
    const side = isSaid ? "left" : "right";
    assert.deepEqual(asClicks(pictures).map((each) => each.side), [side, side]);
    Object.assign(pictures[0], { side: isSaid ? "right" : "left", isSaid: true });
    assert.equal(new Set(asClicks(pictures).map((each) => each.side)).size, 1);
    assert.equal(asClicks(pictures).length, 2);
  }
});

test("one marked again before goes with its first marks when these are moved, and another is asked for", () => {
  const pictures = start(PROPOSED, [clickAt(1, "left"), clickAt(1, "left")]);
  pictures[0].timeS = TIMES[40];
  assert.deepEqual(asClicks(pictures).map(({ time_s: timeS }) => timeS), [TIMES[40]]);
  assert.deepEqual(afterwards(pictures, true).map(({ kind, side, timeS }) => [kind, side, timeS]), [["again", "left", TIMES[40]]]);
});
