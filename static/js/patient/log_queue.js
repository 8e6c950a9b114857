// What was tapped, kept on the phone until the clinic says that it is written. One record per exercise and day, one for
// a morning, one for a letter, each under an id made here: sent twice, it still counts once. Two people may share a phone,
// and one person may have an old link and a new one: each record is stamped with whose it is, and kept under the link it
// was written by.
const LOG = "plan-log:";
const WRITTEN = "plan-written";
const LETTER = 40; // records in one letter: the clinic reads no endless ones
const FINAL = ["unreadable", "unknown", "day", "person"];
const memory = new Map(); // where the browser lets a page keep nothing: as long as the page is open
const OWN = `${LOG}${location.pathname.split("/")[2].slice(0, 12)}`;

// Also what this person wrote under an earlier link. Nothing of anybody else's.
export function waiting() {
  return boxes().flatMap((name) => read(name).filter(isMineIn(name)));
}

// The day it is by this phone's clock in the clinic's zone, also on a page of another day.
export function localDay(moment = new Date(), zone = clinicZone()) {
  /** @type {Intl.DateTimeFormatOptions} */
  const day = { year: "numeric", month: "2-digit", day: "2-digit" };
  try {
    return new Intl.DateTimeFormat("en-CA", { ...day, timeZone: zone }).format(moment);
  } catch { // a zone that this phone does not know
    return new Intl.DateTimeFormat("en-CA", day).format(moment);
  }
}

function clinicZone() {
  return document.querySelector("meta[name='plan-zone']")?.content || undefined;
}

// False where the phone cannot keep anything.
export function noteTap(item, tap, value = "") {
  return note({ item }, (record) => {
    if (tap === "undo") record.taps = []; // what is taken back need not be sent
    record.taps = [...(record.taps ?? []), { tap, value }];
  });
}

// answer: pain as a number in words, or limped as yes or no. A later answer corrects an earlier one.
export function noteMorning(answer) {
  return note({ kind: "morning" }, (record) => Object.assign(record, answer));
}

export function noteMessage(text) {
  return note({ kind: "message", sent: newId() }, (record) => { record.text = text; });
}

// A form of the runner's page, as it would have been sent.
export function noteForm(form, fields) {
  return note({ form, sent: newId() }, (record) => { record.fields = fields; });
}

// What belongs together is one record of its day.
function note(name, add) {
  const records = read(OWN);
  const key = { ...name, day: localDay() };
  const same = (record) => ["kind", "form", "item", "sent", "day"].every((part) => record[part] === key[part]);
  let record = records.find(same);
  if (!record) {
    record = { entry: newId(), ...stamp(), ...key };
    records.push(record);
  }
  add(record);
  record.news = (record.news ?? 0) + 1;
  return keep(OWN, records);
}

// Resolves to how many records the clinic has now; each of the others says why not. What this person wrote under an
// earlier link goes first: that link may no longer work. What another person wrote on this phone is left alone.
export async function sendWaiting() {
  let written = 0;
  stampOld();
  for (const name of boxes()) {
    const records = read(name).filter(isMineIn(name));
    for (let first = 0; first < records.length; first += LETTER) {
      const sent = records.slice(first, first + LETTER);
      const answer = await post(sent);
      written += answer.kept.length + answer.held.length;
      settle(name, sent, answer);
      if (answer.kept.length + answer.held.length) rememberWriting();
      if (answer.isOver) return written;
    }
  }
  return written;
}

// Whether this tab's entries were written after this page was asked for: it may not know of them yet. Told once.
export function isFromBeforeWriting(askedFor_ms = performance.timeOrigin) {
  try {
    const written_ms = Number(sessionStorage.getItem(WRITTEN));
    sessionStorage.removeItem(WRITTEN);
    return written_ms >= askedFor_ms;
  } catch {
    return false;
  }
}

function rememberWriting() {
  try {
    sessionStorage.setItem(WRITTEN, String(Date.now()));
  } catch { /* the page is right again when it is next opened */ }
}

// Why this person's entries wait.
export function reasons() {
  return new Set(waiting().map((record) => record.why ?? "offline"));
}

export function forgetRefused() {
  for (const name of boxes()) {
    const isMine = isMineIn(name);
    keep(name, read(name).filter((record) => !(isMine(record) && FINAL.includes(record.why))));
  }
}

// The records of each link on this phone, this page's own last.
function boxes() {
  try {
    return [...Object.keys(localStorage).filter((name) => name.startsWith(LOG) && name !== OWN), OWN];
  } catch {
    return [OWN];
  }
}

// A link is one person's. What is kept under another link is this person's where it is stamped so.
function isMineIn(name) {
  const stamps = ownStamps();
  return (record) => name === OWN || stamps.includes(record.person);
}

// Today's stamp first, then earlier ones of the same person; none at the door.
function ownStamps() {
  return document.querySelector("meta[name='plan-person']")?.content.split(" ") ?? [];
}

function stamp() {
  const [person] = ownStamps();
  return person ? { person } : {};
}

// What a page from before there were stamps wrote under this link.
function stampOld() {
  const records = read(OWN);
  if (records.some((record) => !record.person)) keep(OWN, records.map((record) => ({ ...stamp(), ...record })));
}

function read(name) {
  if (memory.has(name)) return memory.get(name);
  try {
    const records = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(records) ? records : [];
  } catch {
    return [];
  }
}

function keep(name, records) {
  try {
    if (records.length) localStorage.setItem(name, JSON.stringify(records));
    else localStorage.removeItem(name);
    memory.delete(name);
    return true;
  } catch {
    memory.set(name, records);
    return false;
  }
}

async function post(records) {
  const letter = records.map(({ why, news, sent, ...record }) => record);
  try {
    const answer = await fetch(document.querySelector("meta[name='plan-sync']").content, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": tokenOf() },
      body: JSON.stringify({ records: letter }),
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect") return nothingKept("door");
    if (answer.ok || [400, 413].includes(answer.status)) {
      return { refused: {}, held: [], isOver: false, ...(await answer.json()) };
    }
    return nothingKept("later");
  } catch {
    return nothingKept("offline");
  }
}

function nothingKept(why) {
  return { kept: [], held: [], refused: {}, why, isOver: true };
}

// Only what the clinic has goes. Taps that came while the letter was under way are sent again with the whole record.
function settle(name, sent, { kept, held, refused, why }) {
  const isGone = (record) => [...kept, ...held].includes(record.entry) && !hasNews(record, sent);
  const left = read(name).filter((record) => !isGone(record));
  for (const record of left) {
    if (sent.some(({ entry }) => entry === record.entry)) record.why = refused[record.entry] ?? why ?? "later";
  }
  keep(name, left);
}

function hasNews(record, sent) {
  const before = sent.find((each) => each.entry === record.entry);
  return (record.news ?? 0) > (before?.news ?? 0);
}

function tokenOf() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

// crypto.randomUUID is missing where the page came without TLS.
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
