// Draws what waits on this phone where it belongs: exercises on their cards, the morning, letters.
import { attach } from "behaviours";
import { standingOf } from "patient/answers";
import { localDay, waiting } from "patient/log_queue";

export function drawWaiting() {
  for (const record of waiting()) {
    if (record.kind === "message") drawLetter(record);
    else if (record.day !== localDay()) continue;
    else if (record.kind === "morning") drawMorning(record);
    else drawCard(record);
  }
}

export function show(form, part) {
  form.replaceChildren(copyOf(`offline-${part}`));
}

export function copyOf(name) {
  return document.getElementById(name).content.cloneNode(true);
}

function drawCard({ item, taps }) {
  const form = document.querySelector(`form.log[data-item="${item}"]`);
  const card = form?.closest("article");
  if (!form || !document.getElementById("offline-noted")) return;
  const { next, state } = standingOf(taps);
  show(form, next);
  for (const name of ["task--logged", "task--waiting"]) card.classList.toggle(name, state !== "");
  card.querySelector(".task__state").replaceChildren(...(state ? [copyOf(`offline-${state}-badge`)] : []));
}

export function drawMorning({ pain, limped }) {
  const card = document.getElementById("morning");
  if (!card || !document.getElementById("offline-morning")) return;
  if (Number(pain) > 5) return card.replaceChildren(copyOf("offline-morning-stop"));
  card.replaceChildren(copyOf(limped === undefined ? "offline-limp" : "offline-morning"));
  attach(card);
}

function drawLetter({ entry, text }) {
  const list = document.getElementById("waiting-letters");
  if (!list || list.querySelector(`[data-entry="${entry}"]`)) return;
  const letter = copyOf("waiting-letter");
  letter.firstElementChild.dataset.entry = entry;
  letter.querySelector("[data-part='text']").textContent = text;
  list.append(letter);
  list.hidden = false;
}
