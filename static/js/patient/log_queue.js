// What was tapped, kept on the phone until the clinic has it. One record per exercise and day, under an id made here:
// sent twice, it still counts once.
const NAME = `plan-log:${location.pathname.split("/")[2].slice(0, 12)}`;

export function waiting() {
  return JSON.parse(localStorage.getItem(NAME) ?? "[]");
}

function keep(records) {
  if (records.length) localStorage.setItem(NAME, JSON.stringify(records));
  else localStorage.removeItem(NAME);
}

export function noteTap(item, tap, value = "") {
  const records = waiting();
  const day = document.querySelector("meta[name='plan-day']").content;
  let record = records.find((each) => each.item === item && each.day === day);
  if (!record) {
    record = { entry: crypto.randomUUID(), item, day, taps: [] };
    records.push(record);
  }
  record.taps.push({ tap, value });
  keep(records);
}

// Resolves to true when nothing waits any more.
export async function sendWaiting() {
  const records = waiting();
  if (!records.length) return true;
  try {
    const answer = await fetch(document.querySelector("meta[name='plan-sync']").content, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": tokenOf() },
      body: JSON.stringify({ records }),
      redirect: "error",
    });
    if (!answer.ok) return false;
    const { kept } = await answer.json();
    keep(waiting().filter((record) => !kept.includes(record.entry) || hasNews(record, records)));
    return waiting().length === 0;
  } catch (offline) {
    if (!(offline instanceof TypeError)) throw offline;
    return false;
  }
}

// Taps that came while the letter was under way are sent again with the whole record.
function hasNews(record, sent) {
  return record.taps.length > (sent.find((each) => each.entry === record.entry)?.taps.length ?? 0);
}

function tokenOf() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}
