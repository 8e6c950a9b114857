// The server ends a session that nobody uses. The page warns before, and keeps what is typed.
import { define } from "behaviours";
import "autosave";
import { announce, putBack } from "put_back";
import { collect, tell } from "unsaved_work";

const TELL_EVERY_MS = 60_000;
const TRY_AGAIN_MS = 30_000;

// <dialog data-behaviour="session-clock" data-clock="address" data-keep="address" data-idle-s="900" data-warning-s="120">
define("session-clock", (dialog) => {
  const warningMs = Number(dialog.dataset.warningS) * 1000;
  const left = dialog.querySelector("[data-left]");
  let timer = 0;
  let toldAt = Date.now();
  let warned = false;

  // Typing for long without a request is use too; the server hears of it once a minute.
  for (const type of ["keydown", "pointerdown"]) document.addEventListener(type, touch, { passive: true });
  dialog.addEventListener("close", stay);
  later(Number(dialog.dataset.idleS) * 1000 - warningMs);

  function touch() {
    if (dialog.open || Date.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = Date.now();
    look("POST");
  }

  async function stay() {
    if (dialog.returnValue === "used elsewhere") return;
    clearTimeout(timer);
    look("POST");
  }

  // Other tabs may have used the session, so only the server knows how long it lasts.
  async function look(method = "GET") {
    clearTimeout(timer);
    const answer = await send(dialog.dataset.clock, method);
    if (!answer) return later(TRY_AGAIN_MS);
    const { left_s, can_be_longer } = await answer.json();
    const leftMs = left_s * 1000;
    if (leftMs > warningMs) return later(leftMs - warningMs);
    if (warned && !can_be_longer) return later(leftMs);
    if (!dialog.open) await warn();
    countDown(Date.now() + leftMs);
  }

  function later(waitMs) {
    if (dialog.open) dialog.close("used elsewhere");
    timer = setTimeout(look, waitMs);
  }

  async function warn() {
    await keepWork();
    warned = true;
    dialog.returnValue = "";
    dialog.showModal();
  }

  function countDown(endsAt) {
    const leftS = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));
    left.textContent = `${Math.floor(leftS / 60)}:${String(leftS % 60).padStart(2, "0")}`;
    timer = leftS ? setTimeout(countDown, 1000, endsAt) : setTimeout(look, 1000);
  }

  async function keepWork() {
    const work = collect();
    if (Object.keys(work).length) await send(dialog.dataset.keep, "POST", tell(work));
  }
});

// Null where the network is down. Where the session is over the page is asked for again, and the server says so.
async function send(address, method, body = undefined) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const headers = { "X-CSRFToken": token };
  try {
    const answer = await fetch(address, { method, headers, body, redirect: "manual" });
    if (answer.type === "opaqueredirect") location.replace(location.pathname + location.search);
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}

const work = document.getElementById("unsaved-work");
if (work) {
  const address = document.querySelector("[data-keep]").getAttribute("data-keep");
  const settle = (done) => send(address, "POST", tell(done));
  announce(putBack(JSON.parse(work.textContent), settle), settle);
}
