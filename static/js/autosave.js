// Whatever is typed into a form of the page goes to the server while it is typed, with a quiet word that it has.
import { define } from "behaviours";
import { fieldsOf, setShown } from "form_fields";
import { collect, forms, isKept, keyOf, SENT_ALONG, startVisit, tell, undecided, workOf } from "unsaved_work";

const PAUSE_MS = 700;
const AGAIN_MS = 5000;
const WORD_MS = 4000;
/** Browsers refuse more than 64 KiB of what goes on after the page is left. */
const LASTING_LENGTH = 15_000;
const SAVED = "Saved as a draft";
const OFFLINE = "Not saved yet: no connection. It is tried again.";
const TROUBLE = "Not saved yet: the server has trouble. It is tried again.";
const SIGNED_OUT = "Not saved: your sign-in on this page is over. Copy what you typed, then load the page again.";
const TOO_LONG = "Not saved as a draft: it is too long for one. Save it now.";
const ONLY_HERE = "Not saved in this draft: the server has trouble. Your words are kept on this page.";

/**
 * <p role="status" data-behaviour="autosave" data-keep="address" data-keep-under="address of the page">
 *
 * A form with data-saves-to keeps what is typed in a draft of its own, such as a plan: the whole form goes there, and
 * what the draft refuses is kept like all other words. Leaving asks as long as something has not arrived. A form that
 * is sent tells along what in it was not saved before, so that the server keeps it where it does not take the form.
 */
define("autosave", (word) => {
  const changed = new Set();
  let timer = 0;
  let hideTimer = 0;
  let isOnItsWay = false;
  let isSent = false;

  for (const type of ["input", "change"]) document.addEventListener(type, ({ target }) => note(target));
  document.addEventListener("formdata", (event) => sendAlong(/** @type {FormDataEvent} */ (event)));
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    isSent = !event.defaultPrevented && form.method === "post";
    if (isSent) clearTimeout(timer);
  });
  addEventListener("pageshow", ({ persisted }) => {
    isSent = false;
    if (persisted) startVisit();
  });
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

  function sendAlong({ target, formData }) {
    if (!forms().includes(target)) return;
    const form = keyOf(target);
    const still = [...(undecided.get(form) ?? [])];
    formData.set(SENT_ALONG, tell(collect([target]), { form, undecided: still, is_another_on_its_way: isOnItsWay }));
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
    const trouble = await keep(workOf(fields));
    isOnItsWay = false;
    if (!trouble) say(refusals.find((refusal) => refusal) ?? SAVED);
    else {
      for (const field of fields) changed.add(field);
      say(trouble);
      if ([OFFLINE, TROUBLE].includes(trouble)) later(AGAIN_MS);
    }
    if (!trouble && changed.size) later(PAUSE_MS);
  }

  /** What is wrong with it; empty where the draft has it. */
  async function saveDraft(form) {
    const typed = [...new FormData(form)].filter(([name]) => name !== SENT_ALONG);
    const sent = typed.map(([name, value]) => [name, String(value)]);
    const answer = await send(form.dataset.savesTo, new URLSearchParams(sent));
    if (!answer) return OFFLINE;
    if (!answer.ok) return answer.headers.get("Content-Type")?.startsWith("text/plain") ? answer.text() : ONLY_HERE;
    markSaved(form, sent);
    return "";
  }

  /** Why it is not kept; empty where it is. */
  async function keep(work) {
    if (Object.keys(work).length === 0) return "";
    const answer = await send(word.dataset.keep, tell(work));
    if (!answer) return OFFLINE;
    if (answer.type === "opaqueredirect" || answer.status === 403) return SIGNED_OUT;
    if (answer.status === 400) return TOO_LONG;
    return answer.ok ? "" : TROUBLE;
  }

  /** Only good news goes away by itself. */
  function say(words) {
    clearTimeout(hideTimer);
    word.textContent = words;
    word.hidden = words === "";
    if (words === SAVED) hideTimer = setTimeout(() => (word.hidden = true), WORD_MS);
  }
});

/** The server has these values now, so nothing in the form is unsaved. sent: [[name, value]] as they went. */
function markSaved(form, sent) {
  for (const name of new Set(fieldsOf(form).map((field) => field.name))) {
    const values = sent.filter((each) => each[0] === name).map(([, value]) => value);
    setShown(fieldsOf(form).filter((field) => field.name === name), values);
    const shown = form.elements[`initial-${name}`];
    if (shown && "value" in shown) shown.value = values[0] ?? "";
  }
}

// Null where the network is down.
async function send(address, body) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const headers = { "X-CSRFToken": token };
  const keepalive = String(body).length < LASTING_LENGTH;
  try {
    return await fetch(address, { method: "POST", headers, body, redirect: "manual", keepalive });
  } catch {
    return null;
  }
}
