// What every page runs: htmx, and the small behaviours that templates ask for by name.
import "htmx";
import "trouble";
import { attach, define } from "behaviours";

// <details data-behaviour="menu">: closes on Escape and on a click elsewhere.
define("menu", (menu) => {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// <button data-behaviour="opens-dialog" data-dialog="id">: opens the <dialog>; a form method=dialog closes it.
define("opens-dialog", (button) => {
  button.addEventListener("click", () => document.getElementById(button.dataset.dialog).showModal());
});

// <select data-behaviour="zone-of-browser">: opens with the time zone of the machine that asks, if it is on the list.
define("zone-of-browser", (select) => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if ([...select.options].some((option) => option.value === timeZone)) select.value = timeZone;
});

// <button data-behaviour="prints">
define("prints", (button) => button.addEventListener("click", () => window.print()));

// <button data-behaviour="copies" data-from="id" data-done="Copied">: what stands in that field, and says so. Where the
// browser keeps the clipboard to secure pages, the text is marked, ready to be copied by hand.
define("copies", (button) => {
  const label = button.lastChild;
  const said = label.textContent;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.from);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      if (!document.execCommand("copy")) return;
    }
    label.textContent = button.dataset.done;
    setTimeout(() => (label.textContent = said), 2000);
  });
});

// <form data-behaviour="submits-once">: a second click does not send a second time.
define("submits-once", (form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
});

document.addEventListener("htmx:load", (/** @type {CustomEvent} */ event) => attach(event.detail.elt));
