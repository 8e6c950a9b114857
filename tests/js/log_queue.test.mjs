// What a patient taps without a network: kept on the phone, sent whole, counted once.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const OWN = "plan-log:abcdefghijkl", OTHER = "plan-log:mnopqrstuvwx";
const memory = new Map();
const page = { stamps: "ann ann-before" }; // whose page it is
globalThis.location = { pathname: "/p/abcdefghijklmnop/" };
// The names of what is kept are the keys of the object, as in a browser.
globalThis.localStorage = new Proxy(
  {
    getItem: (name) => memory.get(name) ?? null,
    setItem: (name, value) => memory.set(name, value),
    removeItem: (name) => memory.delete(name),
  },
  {
    ownKeys: () => [...memory.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  },
);
globalThis.document = {
  querySelector: (meta) => (meta.includes("person") ? page.stamps ? { content: page.stamps } : null : { content: "/p/secret/log/" }),
  body: { getAttribute: () => '{"X-CSRFToken": "token"}' },
};
const { forgetRefused, isFromBeforeWriting, localDay, noteForm, noteMessage, noteMorning, noteTap, reasons, sendWaiting, waiting } = await import("patient/log_queue");

const tab = new Map();
globalThis.sessionStorage = {
  getItem: (name) => tab.get(name) ?? null,
  setItem: (name, value) => tab.set(name, value),
  removeItem: (name) => tab.delete(name),
};

beforeEach(() => {
  memory.clear();
  tab.clear();
  page.stamps = "ann ann-before";
});

// A clinic that keeps what `keeps` says of the records sent; what comes meanwhile comes in `meanwhile`.
function clinic(keeps = (records) => records.map((each) => each.entry), meanwhile = () => {}, refused = {}) {
  const letters = [];
  globalThis.fetch = async (address, { body, headers }) => {
    const { records } = JSON.parse(body);
    letters.push({ address, records, token: headers["X-CSRFToken"] });
    meanwhile();
    const why = Object.fromEntries(records.map(({ entry, item }) => [entry, refused[item]]).filter(([, word]) => word));
    return { ok: true, status: 200, type: "basic", json: async () => ({ kept: keeps(records), refused: why }) };
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

test("another exercise is another record, of the phone's own day", () => {
  noteTap(7, "done");
  noteTap(8, "done");
  assert.equal(new Set(waiting().map((each) => each.entry)).size, 2);
  assert.deepEqual(waiting().map(({ day }) => day), [localDay(), localDay()]);
});

test("what the clinic has kept waits no longer", async () => {
  const letters = clinic();
  noteTap(7, "done");
  assert.equal(await sendWaiting(), 1);
  assert.deepEqual(waiting(), []);
  assert.equal(memory.size, 0);
  assert.deepEqual([letters[0].address, letters[0].token], ["/p/secret/log/", "token"]);
});

test("what the clinic has not kept waits on under the same id", async () => {
  clinic(() => []);
  noteTap(7, "done");
  const [before] = waiting();
  assert.equal(await sendWaiting(), 0);
  assert.deepEqual(waiting().map(({ entry, taps }) => ({ entry, taps })), [{ entry: before.entry, taps: before.taps }]);
});

test("a tap that comes while the letter is under way is sent with the whole record again", async () => {
  const letters = clinic(undefined, () => letters.length === 1 && noteTap(7, "pain", "3"));
  noteTap(7, "done");
  await sendWaiting();
  assert.equal(waiting().length, 1);
  await sendWaiting();
  assert.deepEqual(waiting(), []);
  assert.deepEqual(letters.map(({ records }) => records[0].taps.length), [1, 2]);
  assert.equal(letters[0].records[0].entry, letters[1].records[0].entry);
});

test("nothing to send is no request", async () => {
  const letters = clinic();
  assert.equal(await sendWaiting(), 0);
  assert.deepEqual(letters, []);
});

for (const [why, name, answer] of [
  ["offline", "no network", async () => { throw new TypeError("fetch failed"); }],
  ["later", "a clinic that is down", async () => ({ ok: false, status: 500, type: "basic" })],
  ["door", "a visit that is over", async () => ({ ok: false, status: 0, type: "opaqueredirect" })],
])
  test(`${name} loses nothing, and the reason is kept`, async () => {
    globalThis.fetch = answer;
    noteTap(7, "done");
    assert.equal(await sendWaiting(), 0);
    assert.equal(waiting().length, 1);
    assert.deepEqual([...reasons()], [why]);
  });

test("one entry that the clinic refuses holds up no other, and goes when the patient says so", async () => {
  clinic((records) => records.filter(({ item }) => item === 8).map(({ entry }) => entry), undefined, { 7: "day" });
  noteTap(7, "done");
  noteTap(8, "done");
  assert.equal(await sendWaiting(), 1);
  assert.deepEqual(waiting().map(({ item, why }) => [item, why]), [[7, "day"]]);
  forgetRefused();
  assert.deepEqual(waiting(), []);
});

test("what the clinic holds beside the diary waits no longer", async () => {
  globalThis.fetch = async (_address, { body }) => {
    const [{ entry }] = JSON.parse(body).records;
    return { ok: true, status: 200, type: "basic", json: async () => ({ kept: [], held: [entry], refused: { [entry]: "day" } }) };
  };
  noteTap(7, "done");
  assert.equal(await sendWaiting(), 1);
  assert.deepEqual(waiting(), []);
});

test("what is taken back is not sent", () => {
  noteTap(7, "done");
  noteTap(7, "pain", "9");
  noteTap(7, "undo");
  assert.deepEqual(waiting()[0].taps, [{ tap: "undo", value: "" }]);
});

test("an answer about the morning corrects the one before; a letter is one of its own", async () => {
  const letters = clinic();
  noteMorning({ pain: "2" });
  noteMorning({ limped: "no" });
  noteMorning({ pain: "3" });
  noteMessage("one");
  noteMessage("two");
  await sendWaiting();
  const told = letters[0].records.map(({ entry, day, person, ...record }) => record);
  assert.deepEqual(told, [
    { kind: "morning", pain: "3", limped: "no" },
    { kind: "message", text: "one" },
    { kind: "message", text: "two" },
  ]);
});

for (const [zone, moment, day] of [
  ["America/New_York", "2026-03-08T04:59:00Z", "2026-03-07"],
  ["America/New_York", "2026-03-09T03:59:00Z", "2026-03-08"],
  ["America/New_York", "2026-11-02T04:59:00Z", "2026-11-01"],
  ["America/New_York", "2026-11-02T05:00:00Z", "2026-11-02"],
  ["Pacific/Kiritimati", "2026-11-01T10:00:00Z", "2026-11-02"],
])
  test(`at ${moment} it is ${day} at a clinic in ${zone}`, () => assert.equal(localDay(new Date(moment), zone), day));

test("a form waits whole and goes with the taps", async () => {
  const letters = clinic();
  noteForm("run", { km: ["5,5"], pain_nprs: ["1"] });
  noteTap(7, "done");
  assert.equal(await sendWaiting(), 2);
  const [{ entry, ...form }] = letters[0].records;
  assert.deepEqual(form, { person: "ann", day: localDay(), form: "run", fields: { km: ["5,5"], pain_nprs: ["1"] } });
  assert.ok(entry);
  assert.deepEqual(waiting(), []);
});

test("every record is stamped with the person whose page it is", () => {
  noteTap(7, "done");
  noteMorning({ pain: "2" });
  noteMessage("one");
  noteForm("run", { km: ["5"] });
  assert.deepEqual(waiting().map(({ person }) => person), ["ann", "ann", "ann", "ann"]);
});

test("what another person wrote on this phone is not seen, not sent and not removed", async () => {
  const theirs = JSON.stringify([
    { entry: "1", person: "bob", item: 7, day: localDay(), taps: [{ tap: "pain", value: "9" }], why: "day" },
    { entry: "2", person: "bob", kind: "message", day: localDay(), text: "mine" },
    { entry: "3", kind: "morning", day: localDay(), pain: "8" },
  ]);
  memory.set(OTHER, theirs);
  const letters = clinic();
  noteTap(7, "done");
  assert.deepEqual(waiting().map(({ item }) => item), [7]);
  assert.equal(await sendWaiting(), 1);
  assert.equal(letters.length, 1);
  assert.deepEqual(letters[0].records.map(({ person }) => person), ["ann"]);
  forgetRefused();
  assert.deepEqual([...memory], [[OTHER, theirs]]);
});

test("letters, mornings, forms and taps of the same person's earlier link go first, and say why they wait", async () => {
  const day = localDay();
  memory.set(OTHER, JSON.stringify([
    { entry: "1", person: "ann-before", item: 7, day, taps: [{ tap: "pain", value: "9" }] },
    { entry: "2", person: "ann", kind: "message", day, text: "one" },
    { entry: "3", person: "ann", kind: "morning", day, pain: "8" },
    { entry: "4", person: "ann", form: "run", day, fields: {} },
    { entry: "5", person: "bob", kind: "message", day, text: "theirs" },
  ]));
  const letters = clinic((records) => records.map(({ entry }) => entry).filter((entry) => entry !== "1"), undefined, { 7: "day" });
  noteTap(8, "done");
  assert.equal(waiting().length, 5);
  assert.equal(await sendWaiting(), 4);
  assert.deepEqual(letters[0].records.map(({ entry }) => entry), ["1", "2", "3", "4"]);
  assert.deepEqual(waiting().map(({ entry, why }) => [entry, why]), [["1", "day"]]);
  forgetRefused();
  assert.deepEqual(JSON.parse(memory.get(OTHER)).map(({ entry }) => entry), ["5"]);
});

test("what was written under this link before there were stamps is this person's", async () => {
  memory.set(OWN, JSON.stringify([{ entry: "1", item: 7, day: localDay(), taps: [{ tap: "done", value: "" }] }]));
  const letters = clinic();
  assert.equal(await sendWaiting(), 1);
  assert.equal(letters[0].records[0].person, "ann");
});

test("at the door only what waits under its own link is counted", () => {
  noteTap(7, "done");
  memory.set(OTHER, JSON.stringify([{ entry: "1", person: "ann", item: 7, day: localDay(), taps: [] }]));
  page.stamps = "";
  assert.deepEqual(waiting().map(({ item }) => item), [7]);
});

test("a page asked for before its entries were written is told so once, one asked for afterwards is not", async () => {
  clinic();
  const before_ms = Date.now() - 1000;
  await sendWaiting();
  assert.equal(isFromBeforeWriting(before_ms), false);
  noteTap(7, "done");
  await sendWaiting();
  assert.equal(isFromBeforeWriting(before_ms), true);
  assert.equal(isFromBeforeWriting(before_ms), false);
  noteTap(8, "done");
  await sendWaiting();
  assert.equal(isFromBeforeWriting(Date.now() + 1000), false);
});
