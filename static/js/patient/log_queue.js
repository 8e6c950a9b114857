// What was tapped, kept on the phone until the clinic says that it is written. One record per exercise and day, under
// an id made here: sent twice, it still counts once.
const LOG = "plan-log:";
const LETTER = 40; // records in one letter: the clinic reads no endless ones
const memory = new Map(); // where the browser lets a page keep nothing: as long as the page is open
const OWN = `${LOG}${location.pathname.split("/")[2].slice(0, 12)}`;

export function waiting() {
  return read(OWN);
}

// The day on this phone's calendar: the clinic may be in another zone, and the page from another day.
export function localDay(moment = new Date()) {
  const [month, day] = [moment.getMonth() + 1, moment.getDate()].map((number) => String(number).padStart(2, "0"));
  return `${moment.getFullYear()}-${month}-${day}`;
}

// False where the phone cannot keep anything.
export function noteTap(item, tap, value = "") {
  const records = waiting();
  const day = localDay();
  let record = records.find((each) => each.item === item && each.day === day);
  if (!record) {
    record = { entry: newId(), item, day, taps: [] };
    records.push(record);
  }
  record.taps.push({ tap, value });
  return keep(OWN, records);
}

// Resolves to how many records the clinic has written now; each of the others says why not. Those of another link go
// along: that link may no longer work, and the clinic writes only what is this person's.
export async function sendWaiting() {
  let written = 0;
  for (const name of [OWN, ...ofOtherLinks()]) {
    const records = read(name);
    for (let first = 0; first < records.length; first += LETTER) {
      const sent = records.slice(first, first + LETTER);
      const answer = await post(sent);
      written += answer.kept.length;
      settle(name, sent, answer);
      if (answer.isOver) return written;
    }
  }
  return written;
}

// Why entries wait; those of another link may be somebody else's and are nothing to tell.
export function reasons() {
  return new Set(waiting().map((record) => record.why ?? "offline"));
}

export function forgetRefused() {
  keep(OWN, waiting().filter((record) => !["unreadable", "unknown", "day", "ended"].includes(record.why)));
}

function ofOtherLinks() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(LOG) && name !== OWN);
  } catch {
    return [];
  }
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
  const letter = records.map(({ entry, item, day, taps }) => ({ entry, item, day, taps }));
  try {
    const answer = await fetch(document.querySelector("meta[name='plan-sync']").content, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": tokenOf() },
      body: JSON.stringify({ records: letter }),
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect") return nothingKept("door");
    if (answer.ok || [400, 409, 413].includes(answer.status)) return { refused: {}, isOver: false, ...(await answer.json()) };
    return nothingKept("later");
  } catch {
    return nothingKept("offline");
  }
}

function nothingKept(why) {
  return { kept: [], refused: {}, why, isOver: true };
}

// Only what is written goes. Taps that came while the letter was under way are sent again with the whole record.
function settle(name, sent, { kept, refused, why }) {
  const isGone = (record) => kept.includes(record.entry) && !hasNews(record, sent);
  const left = read(name).filter((record) => !isGone(record));
  for (const record of name === OWN ? left : []) {
    if (sent.some(({ entry }) => entry === record.entry)) record.why = refused[record.entry] ?? why ?? "later";
  }
  keep(name, left);
}

function hasNews(record, sent) {
  return record.taps.length > (sent.find((each) => each.entry === record.entry)?.taps.length ?? 0);
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
