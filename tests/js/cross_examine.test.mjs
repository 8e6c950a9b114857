import assert from "node:assert/strict";
import { test } from "node:test";
import { apartSays, fallOf, levelApart, pointsApart } from "review/cross_examine";

const ROOM = { name: "edges of the room", deg: 2.1, sigmaDeg: 0.3 };
const STANDING = { name: "quiet standing", deg: 2.4, sigmaDeg: 1 };

test("a level line along the room is taken in silence, one three degrees off is not", () => {
  assert.deepEqual(levelApart(2.6, [ROOM, STANDING]), []);
  const apart = levelApart(-0.9, [ROOM, STANDING]);
  assert.deepEqual(apart.map(({ name }) => name), ["edges of the room", "quiet standing"]);
  assert.equal(
    apartSays("Your line differs from", apart),
    "Your line differs from two other readings by 3.0° and 3.3° (edges of the room, quiet standing): keep or redo?",
  );
  assert.match(apartSays("Your line differs from", apart.slice(0, 1)), /from another reading by 3\.0° \(edges/);
});

test("where nothing was read nothing contradicts", () => assert.deepEqual(levelApart(9, []), []));

test("the fall of a line does not depend on which end was set first", () => {
  assert.equal(fallOf([[0, 0], [10, 10]]), 45);
  assert.equal(fallOf([[10, 10], [0, 0]]), 45);
  assert.equal(fallOf([[0, 10], [10, 0]]), -45);
});

function marked(offDeg, lengthPx = 150) {
  const fall = Math.tan((offDeg * Math.PI) / 180) * lengthPx;
  return { index: 0, points: [{ xy: [100, 100] }, { xy: [100 + lengthPx, 100 + fall] }] };
}

const READ = { sources: ["waistband", "surface", "clicks", "landmarks"], fallDeg: () => 0, names: { waistband: "waistband", surface: "tilt reader" }, longSidePx: 1280 };

test("points that two readings contradict are questioned, whichever way they are off", () => {
  for (const offDeg of [-7, 7]) {
    const apart = pointsApart([marked(offDeg), marked(offDeg)], READ);
    assert.deepEqual(apart.map(({ name, apartDeg }) => [name, Math.round(apartDeg)]), [["waistband", 7], ["tilt reader", 7]]);
  }
  assert.deepEqual(pointsApart([marked(1.5), marked(-1.5)], READ), []);
});

test("one pair of near points may lie anywhere: its own error is larger", () => {
  assert.deepEqual(pointsApart([marked(4, 40)], READ), []);
  assert.equal(pointsApart(Array.from({ length: 4 }, () => marked(4, 40)), READ).length, 2);
});

test("a reading that is not known in any marked picture says nothing", () => {
  assert.deepEqual(pointsApart([marked(9)], { ...READ, fallDeg: () => null }), []);
  assert.deepEqual(pointsApart([], READ), []);
});
