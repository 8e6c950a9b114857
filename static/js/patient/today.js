// The patient's pages.
import { define } from "behaviours";
import { noteTap, sendWaiting, waiting } from "patient/log_queue";

// <video data-behaviour="loops-in-view">: plays only while it is seen, and never against the wish for less motion.
define("loops-in-view", (video) => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const watcher = new IntersectionObserver(([{ isIntersecting }]) => {
    if (isIntersecting && !calm.matches) video.play().catch(() => { video.controls = true; });
    else video.pause();
  }, { threshold: 0.3 });
  watcher.observe(video);
});

// <form data-behaviour="logs" data-item="7">: a tap that finds no network is kept on the phone and sent later.
define("logs", (form) => {
  form.addEventListener("htmx:sendError", (event) => {
    const { tap, value } = event.detail.requestConfig.parameters;
    keepTap(form, tap, value ?? "");
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-tap]");
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    keepTap(form, button.dataset.tap, button.value);
  }, { capture: true });
});

// Without a network the page asks on: pain after done, effort after pain, and then says that it is noted.
function keepTap(form, tap, value) {
  noteTap(Number(form.dataset.item), tap, value);
  const next = { done: "pain", pain: Number(value) > 5 ? "stop" : "effort" }[tap] ?? "noted";
  form.replaceChildren(document.getElementById(`offline-${next}`).content.cloneNode(true));
  form.closest("article").querySelector(".skip")?.remove();
  showWaiting();
}

function showWaiting() {
  const notice = document.getElementById("waiting-log");
  if (notice) notice.hidden = waiting().length === 0;
}

async function bringHome() {
  const had = waiting().length;
  const isHome = await sendWaiting();
  if (had && isHome && document.getElementById("waiting-log")) location.reload();
  else showWaiting();
}

// So that the plan works without a network after the first opening, and not only what was looked at.
async function keepForLater() {
  const list = document.getElementById("plan-keep");
  if (!list || !navigator.serviceWorker || navigator.connection?.saveData) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: JSON.parse(list.textContent) });
}

const worker = document.querySelector("meta[name='plan-worker']");
if (worker) {
  navigator.serviceWorker?.register(worker.content);
  keepForLater();
  window.addEventListener("online", bringHome);
  bringHome();
}
