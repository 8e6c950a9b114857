// Whatever is typed into a form of the page goes to the server while it is typed, with a quiet word that it has.
import { define } from "behaviours";
import { isKept, markSaved, workOf } from "unsaved_work";

const PAUSE_MS = 700;
const AGAIN_MS = 5000;
const WORD_MS = 4000;

/**
 * <p role="status" data-behaviour="autosave" data-keep="address">
 *
 * A form with data-saves-to keeps what is typed in a draft of its own, such as a plan: the whole form goes there, and
 * what the draft refuses is kept like all other words. Leaving asks as long as something has not arrived.
 */
define("autosave", (word) => {
  const changed = new Set();
  let timer = 0;
  let hideTimer = 0;
  let isOnItsWay = false;
  let isSent = false;

  for (const type of ["input", "change"]) document.addEventListener(type, ({ target }) => note(target));
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    isSent = !event.defaultPrevented && form.method === "post";
    if (isSent) clearTimeout(timer);
  });
  addEventListener("pageshow", () => (isSent = false));
  addEventListener("beforeunload", (event) => {
    if (isSent || (changed.size === 0 && !isOnItsWay)) return;
    event.preventDefault();
    save();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && !isSent && save());

  function note(field) {
    if (!isKept(field)) return;
    changed.add(field);
    say("");
    later(PAUSE_MS);
  }

  function later(waitMs) {
    clearTimeout(timer);
    timer = setTimeout(save, waitMs);
  }

  async function save() {
    clearTimeout(timer);
    if (isOnItsWay || changed.size === 0) return;
    const fields = [...changed];
    changed.clear();
    isOnItsWay = true;
    const drafts = new Set(fields.map(({ form }) => form).filter((form) => form.dataset.savesTo));
    const refusals = await Promise.all([...drafts].map(saveDraft));
    const isThere = await keep(Object.assign({}, ...fields.map(workOf)));
    isOnItsWay = false;
    if (isThere) say(refusals.find((refusal) => refusal) ?? "Saved as a draft");
    else {
      for (const field of fields) changed.add(field);
      say("Not saved yet: no connection. It is tried again.");
      later(AGAIN_MS);
    }
    if (isThere && changed.size) later(PAUSE_MS);
  }

  /** What is wrong with it; empty where the draft has it. */
  async function saveDraft(form) {
    const sent = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
    const answer = await send(form.dataset.savesTo, new URLSearchParams(sent));
    if (answer?.ok) markSaved(form, sent);
    return answer?.status === 422 ? await answer.text() : "";
  }

  async function keep(work) {
    return Object.keys(work).length === 0 || Boolean((await send(word.dataset.keep, JSON.stringify(work)))?.ok);
  }

  function say(words) {
    clearTimeout(hideTimer);
    word.textContent = words;
    word.hidden = words === "";
    if (words) hideTimer = setTimeout(() => (word.hidden = true), WORD_MS);
  }
});

// Null where the network is down.
async function send(address, body) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const headers = { "X-CSRFToken": token, "X-Page-Path": location.pathname };
  try {
    return await fetch(address, { method: "POST", headers, body, redirect: "manual", keepalive: true });
  } catch {
    return null;
  }
}
