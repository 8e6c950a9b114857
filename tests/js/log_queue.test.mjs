// What a patient taps without a network: kept on the phone, sent whole, counted once.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const memory = new Map();
const metas = { "plan-day": "2026-11-30", "plan-sync": "/p/secret/log/" };
globalThis.location = { pathname: "/p/abcdefghijklmnop/" };
globalThis.localStorage = {
  getItem: (name) => memory.get(name) ?? null,
  setItem: (name, value) => memory.set(name, value),
  removeItem: (name) => memory.delete(name),
};
globalThis.document = {
  querySelector: (selector) => ({ content: metas[/name='(.+)'/.exec(selector)[1]] }),
  body: { getAttribute: () => '{"X-CSRFToken": "token"}' },
};
const { noteTap, sendWaiting, waiting } = await import("patient/log_queue");

beforeEach(() => {
  memory.clear();
  metas["plan-day"] = "2026-11-30";
});

// A clinic that keeps what `keeps` says of the records sent; what comes meanwhile comes in `meanwhile`.
function clinic(keeps = (records) => records.map((each) => each.entry), meanwhile = () => {}) {
  const letters = [];
  globalThis.fetch = async (address, { body, headers }) => {
    const { records } = JSON.parse(body);
    letters.push({ address, records, token: headers["X-CSRFToken"] });
    meanwhile();
    return { ok: true, json: async () => ({ kept: keeps(records) }) };
  };
  return letters;
}

test("taps of one exercise on one day are one record", () => {
  noteTap(7, "done");
  noteTap(7, "pain", "2");
  const [record, ...others] = waiting();
  assert.deepEqual(record.taps, [{ tap: "done", value: "" }, { tap: "pain", value: "2" }]);
  assert.deepEqual(others, []);
});

test("another day or exercise is another record", () => {
  noteTap(7, "done");
  noteTap(8, "done");
  metas["plan-day"] = "2026-12-01";
  noteTap(7, "done");
  assert.equal(new Set(waiting().map((each) => each.entry)).size, 3);
});

test("what the clinic has kept waits no longer", async () => {
  const letters = clinic();
  noteTap(7, "done");
  assert.equal(await sendWaiting(), true);
  assert.deepEqual(waiting(), []);
  assert.equal(memory.size, 0);
  assert.deepEqual([letters[0].address, letters[0].token], ["/p/secret/log/", "token"]);
});

test("what the clinic has not kept waits on under the same id", async () => {
  clinic(() => []);
  noteTap(7, "done");
  const [before] = waiting();
  assert.equal(await sendWaiting(), false);
  assert.deepEqual(waiting(), [before]);
});

test("a tap that comes while the letter is under way is sent with the whole record again", async () => {
  const letters = clinic(undefined, () => letters.length === 1 && noteTap(7, "pain", "3"));
  noteTap(7, "done");
  assert.equal(await sendWaiting(), false);
  assert.equal(await sendWaiting(), true);
  assert.deepEqual(letters.map(({ records }) => records[0].taps.length), [1, 2]);
  assert.equal(letters[0].records[0].entry, letters[1].records[0].entry);
});

test("nothing to send is no request", async () => {
  const letters = clinic();
  assert.equal(await sendWaiting(), true);
  assert.deepEqual(letters, []);
});

for (const [name, answer] of [
  ["no network", async () => { throw new TypeError("fetch failed"); }],
  ["a clinic that is down", async () => ({ ok: false })],
])
  test(`${name} loses nothing`, async () => {
    globalThis.fetch = answer;
    noteTap(7, "done");
    assert.equal(await sendWaiting(), false);
    assert.equal(waiting().length, 1);
  });

test("an error of our own is not taken for a missing network", async () => {
  globalThis.fetch = async () => { throw new RangeError("ours"); };
  noteTap(7, "done");
  await assert.rejects(sendWaiting(), RangeError);
});
