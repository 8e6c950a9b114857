// The patient's pages.
import { define } from "behaviours";
import { leaveTheDoor, wipeWhenRefused } from "patient/door";
import { forgetRefused, localDay, noteTap, reasons, sendWaiting, waiting } from "patient/log_queue";

const TRY_AGAIN_MS = 30_000;

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

// The visit is over and the answer is the door: not a card to show in place of this one.
document.addEventListener("htmx:beforeSwap", (/** @type {CustomEvent} */ event) => {
  const { xhr, requestConfig } = event.detail;
  const form = requestConfig.elt;
  if (!form.dataset.item || xhr.status >= 400 || xhr.getResponseHeader("X-Plan-Visit") === "open") return;
  event.detail.shouldSwap = false;
  keepRequest(form, event);
  location.reload();
});

function keepRequest(form, event) {
  const { tap, value } = event.detail.requestConfig.parameters;
  keepTap(form, tap, value ?? "");
}

// Without a network the page asks on: pain after done, effort after pain, and then says that it is noted.
function keepTap(form, tap, value) {
  const isKept = noteTap(Number(form.dataset.item), tap, value);
  const next = { done: "pain", pain: Number(value) > 5 ? "stop" : "effort" }[tap] ?? "noted";
  show(form, isKept ? next : "failed");
  form.closest("article").querySelector(".skip")?.remove();
  showWaiting();
}

function show(form, part) {
  form.replaceChildren(document.getElementById(`offline-${part}`).content.cloneNode(true));
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
  if (written && document.querySelector("article.task")) location.reload();
  else showWaiting();
}

// So that the plan works without a network after the first opening, and not only what was looked at.
async function keepForLater() {
  const list = document.getElementById("plan-keep");
  if (!list || !navigator.serviceWorker || navigator.connection?.saveData) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: JSON.parse(list.textContent) });
}

// Which day it is for the person is for the phone to say. True where the page has to be asked for again with that.
function tellsZoneAnew(home) {
  const told = `plan_zone=${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  if (document.cookie.split("; ").includes(told)) return false;
  const secure = location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and Firefox of some phones.
  document.cookie = `${told}; path=${home}; max-age=31536000; samesite=lax${secure}`;
  const isTold = document.cookie.split("; ").includes(told);
  return isTold && navigator.onLine && pageDay() !== localDay();
}

function pageDay() {
  return document.querySelector("meta[name='plan-day']").content;
}

// A page that was kept on an earlier day shows that day's ticks; today they can be tapped anew.
function startTheDayAnew() {
  if (pageDay() >= localDay()) return;
  for (const card of document.querySelectorAll("article.task--logged")) {
    const form = card.querySelector("form.log");
    if (!form) continue;
    card.classList.remove("task--logged");
    card.querySelector(".task__state").replaceChildren();
    for (const undo of card.querySelectorAll("form:not(.log)")) undo.remove();
    show(form, "done");
  }
}

document.addEventListener("plan-log", showWaiting);
const worker = document.querySelector("meta[name='plan-worker']");
if (worker) begin(new URL("./", new URL(worker.content, location.href)).pathname);

function begin(home) {
  navigator.serviceWorker?.register(worker.content);
  // Nothing is sent by a page that is about to go: its answer would be lost with it.
  if (tellsZoneAnew(home)) return location.reload();
  keepForLater();
  startTheDayAnew();
  document.getElementById("forget-refused")?.addEventListener("click", () => {
    forgetRefused();
    showWaiting();
  });
  window.addEventListener("online", async () => {
    await bringHome();
    await wipeWhenRefused(home, () => location.reload());
  });
  setInterval(() => { if (!document.hidden && waiting().length) bringHome(); }, TRY_AGAIN_MS);
  bringHome();
}

const door = document.querySelector("[data-part='door']");
if (door) leaveTheDoor(door).then(showWaiting);
