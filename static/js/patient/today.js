// The patient's pages.
import { define } from "behaviours";
import { standingOf } from "patient/answers";
import { leaveTheDoor, wipeWhenRefused } from "patient/door";
import { forgetRefused, isFromBeforeWriting, localDay, noteMessage, noteMorning, noteTap, reasons, sendWaiting, waiting } from "patient/log_queue";
import { watchTheDay } from "patient/page_day";
import { drawWaiting, show } from "patient/waiting_cards";

const TRY_AGAIN_MS = 10_000; // the first try after a lost network often comes before the network

// <video data-behaviour="loops-in-view">: plays only while it is seen, and never against the wish for less motion.
define("loops-in-view", (video) => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const watcher = new IntersectionObserver(([{ isIntersecting }]) => {
    if (isIntersecting && !calm.matches) video.play().catch(() => { video.controls = true; });
    else video.pause();
  }, { threshold: 0.3 });
  watcher.observe(video);
});

// <form data-behaviour="logs" data-item="7">: a tap that the clinic did not take is kept on the phone and sent later.
define("logs", (form) => {
  form.addEventListener("htmx:configRequest", (event) => {
    event.detail.parameters.day = localDay();
  });
  for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    form.addEventListener(trouble, (event) => {
      keepRequest(form, event);
      bringHome();
    });
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-tap]");
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    keepTap(form, button.dataset.tap, button.value);
  }, { capture: true });
});

// <form data-behaviour="queues" data-kind="morning">: goes by way of the phone's own queue, so that it needs no network.
define("queues", (form) => {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!noteForm(form, event.submitter)) return show(form, "failed");
    form.reset();
    drawWaiting();
    await bringHome();
  });
});

function noteForm(form, button) {
  if (form.dataset.kind === "message") return noteMessage(form.elements.text.value.trim());
  return noteMorning({ [button.name === "limped" ? "limped" : "pain"]: button.value });
}

// The visit is over and the answer is the door: not a card to show in place of this one.
document.addEventListener("htmx:beforeSwap", (/** @type {CustomEvent} */ event) => {
  const { xhr, requestConfig } = event.detail;
  const form = requestConfig.elt;
  if (!form.dataset.item || xhr.status >= 400 || xhr.getResponseHeader("X-Plan-Visit") === "open") return;
  event.detail.shouldSwap = false;
  keepRequest(form, event);
  location.reload();
});

// The button that was tapped is gone with its card; without this, a reader is sent back to the top of the page.
document.addEventListener("htmx:afterSettle", (/** @type {CustomEvent} */ event) => {
  const card = document.getElementById(event.detail.elt.id);
  if (card?.matches("article.task")) focusOn(card);
});

function focusOn(card) {
  const heading = card.querySelector("h2");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function keepRequest(form, event) {
  const { tap, value } = event.detail.requestConfig.parameters;
  keepTap(form, tap, value ?? "");
}

// Without a network the page asks on, the same questions in the same order, and then says that it is noted.
function keepTap(form, tap, value) {
  const card = form.closest("article");
  if (!noteTap(Number(form.dataset.item), tap, value)) show(form, "failed");
  else if (form.matches(".log")) show(form, standingOf([{ tap, value }]).next);
  drawWaiting();
  showWaiting();
  if (card) focusOn(card);
}

function showWaiting() {
  const notice = document.getElementById("waiting-log");
  if (!notice) return;
  const why = reasons();
  notice.hidden = why.size === 0;
  for (const part of notice.querySelectorAll("[data-why]")) {
    part.hidden = !part.dataset.why.split(" ").some((reason) => why.has(reason));
  }
}

// Also what an earlier link left behind on this phone.
async function bringHome() {
  const written = await sendWaiting();
  if (written && document.querySelector("article.task, [data-behaviour~='queues']") && !isTyping()) location.reload();
  else showWaiting();
}

function isTyping() {
  return Boolean(document.querySelector("textarea")?.value);
}

// So that the plan works without a network after the first opening, and not only what was looked at.
async function keepForLater() {
  const list = document.getElementById("plan-keep");
  if (!list || !navigator.serviceWorker || navigator.connection?.saveData) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: JSON.parse(list.textContent) });
}

document.addEventListener("plan-log", showWaiting);
const worker = document.querySelector("meta[name='plan-worker']");
if (worker) begin(new URL("./", new URL(worker.content, location.href)).pathname);

function begin(home) {
  navigator.serviceWorker?.register(worker.content);
  // Nothing is sent by a page that is about to go: its answer would be lost with it.
  if (watchTheDay()) return;
  // The page before this one was still sending when this one was asked for: a red notice may be missing from it.
  if (isFromBeforeWriting()) return location.reload();
  keepForLater();
  document.getElementById("forget-refused")?.addEventListener("click", () => {
    forgetRefused();
    showWaiting();
  });
  window.addEventListener("online", async () => {
    await bringHome();
    await wipeWhenRefused(home, () => location.reload());
  });
  setInterval(() => { if (!document.hidden && waiting().length) bringHome(); }, TRY_AGAIN_MS);
  drawWaiting();
  bringHome();
}

const door = document.querySelector("[data-part='door']");
if (door) leaveTheDoor(door).then(showWaiting);
