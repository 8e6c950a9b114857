// A page shows the day it was made on. When the clock moves on, a page that can refreshes, and one that cannot says so.
import { localDay } from "patient/log_queue";
import { show } from "patient/waiting_cards";

const LOOK_MS = 30_000;
const TRIED = "plan-day-tried"; // the day for which a fresh page was asked: a phone with a wrong clock asks once

// True where the page is about to be asked for again.
export function watchTheDay() {
  if (refreshes()) return true;
  setInterval(refreshes, LOOK_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refreshes(); });
  window.addEventListener("online", refreshes);
  return false;
}

function refreshes() {
  const today = localDay();
  if (pageDay() === today || document.querySelector("[data-part='stage']:not([hidden])")) return false;
  startTheDayAnew();
  if (!navigator.onLine || sessionStorage.getItem(TRIED) === today) return false;
  sessionStorage.setItem(TRIED, today);
  location.reload();
  return true;
}

function pageDay() {
  return document.querySelector("meta[name='plan-day']").content;
}

// The ticks of an earlier day are that day's; today's can be tapped anew.
function startTheDayAnew() {
  const notice = document.getElementById("stale-page");
  if (!notice?.hidden) return;
  notice.hidden = false;
  if (pageDay() > localDay()) return;
  for (const card of document.querySelectorAll("article.task--logged")) {
    const form = card.querySelector("form.log");
    if (!form) continue;
    card.classList.remove("task--logged", "task--waiting");
    card.querySelector(".task__state").replaceChildren();
    for (const undo of card.querySelectorAll("form:not(.log)")) undo.remove();
    show(form, "done");
  }
}

